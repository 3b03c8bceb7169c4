using Microsoft.AspNetCore.Http;

namespace FunctionsHost.Http;

/// <summary>What the host shows at its root, where no function does.</summary>
internal static class HomePage
{
    private const string Html =
        """<!doctype html><html lang="en"><meta charset="utf-8"><title>Functions host</title><h1>Your Functions app is up and running</h1><p>This is a local host; see /admin/functions for what it runs.</p></html>""";

    public static Task WriteAsync(HttpResponse response, bool isWanted)
    {
        response.StatusCode = isWanted ? StatusCodes.Status200OK : StatusCodes.Status204NoContent;
        if (!isWanted)
            return Task.CompletedTask;
        response.ContentType = "text/html; charset=utf-8";
        return response.WriteAsync(Html);
    }
}

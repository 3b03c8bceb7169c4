using System.Text.Json;
using System.Text.Json.Nodes;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.Control;

/// <summary>Reads a control call from JSON or from a form, and answers each in its way.</summary>
internal static class ControlCall
{
    /// <summary>Where a form leads, unless its field "back" names another page of the sandbox.</summary>
    private const string Home = "/sandbox";

    public static RequestDelegate Of<T>(Func<T, Task<object>> run) => context => RunAsync(context, run);

    private static async Task RunAsync<T>(HttpContext context, Func<T, Task<object>> run)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
        try
        {
            var call = form is null
                ? await JsonSerializer.DeserializeAsync<T>(context.Request.Body, SandboxJson.Own, context.RequestAborted)
                : FromForm(form).Deserialize<T>(SandboxJson.Own);
            var result = await run(call ?? throw new JsonException("The body is empty."));
            await AnswerAsync(context, form, result);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or FormatException or InvalidOperationException)
        {
            await Results.Json(new { error = Mistake.Of(e) }, SandboxJson.Own, statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context);
        }
    }

    private static Task AnswerAsync(HttpContext context, IFormCollection? form, object result)
    {
        if (form is null)
        {
            return Results.Json(result, SandboxJson.Own).ExecuteAsync(context);
        }

        var back = form["back"].ToString();
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = back.StartsWith(Home, StringComparison.Ordinal) ? back : Home;
        return Task.CompletedTask;
    }

    /// <summary>Empty fields are left out: an empty input means the default.</summary>
    private static JsonObject FromForm(IFormCollection form)
    {
        var json = new JsonObject();
        foreach (var (name, value) in form)
        {
            if (name != "back" && value.ToString() is { Length: > 0 } text)
            {
                json[name] = text;
            }
        }

        return json;
    }
}

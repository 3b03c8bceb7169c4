using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.Azure.Functions.Worker.Standin.Http;

/// <summary>Reads [FromBody] parameters: JSON, by MVC's options. A body that is none fails the invocation.</summary>
internal static class BodyReader
{
    public static async ValueTask<object?> ReadAsync(HttpContext http, Type type, CancellationToken cancellationToken)
    {
        var options = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.JsonSerializerOptions;
        return await http.Request.ReadFromJsonAsync(type, options, cancellationToken);
    }
}

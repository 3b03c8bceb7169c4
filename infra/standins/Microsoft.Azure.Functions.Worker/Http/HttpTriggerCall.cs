using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Standin.Functions;

namespace Microsoft.Azure.Functions.Worker.Standin.Http;

/// <summary>A request that starts a function.</summary>
internal sealed class HttpTriggerCall(HttpContext http) : Trigger
{
    public HttpContext Http { get; } = http;

    public override IReadOnlyDictionary<string, object?> BindingData => Http.Request.RouteValues;
}

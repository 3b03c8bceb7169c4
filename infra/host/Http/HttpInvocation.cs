using System.Globalization;
using System.Text.Json;
using FunctionsHost.Settings;
using FunctionsHost.Worker.Rpc;
using Microsoft.AspNetCore.Http;

namespace FunctionsHost.Http;

/// <summary>What the worker is told of a request beside the request itself: above all its route parameters, which it has from nowhere else.</summary>
internal static class HttpInvocation
{
    public static InvocationRequest Create(string id, FunctionDefinition function, HttpRequest request)
    {
        var invocation = new InvocationRequest
        {
            InvocationId = id,
            FunctionId = function.Id,
            // The worker looks into it without asking whether it is there.
            TraceContext = new RpcTraceContext
            {
                TraceParent = request.Headers.TraceParent.ToString(),
                TraceState = request.Headers.TraceState.ToString(),
            },
            InputData =
            {
                new ParameterBinding
                {
                    Name = function.Trigger.Parameter,
                    Data = new TypedData { Http = new RpcHttp() },
                },
            },
        };
        foreach (var (name, value) in Metadata(request))
            invocation.TriggerMetadata[name] = value;
        return invocation;
    }

    // No two names that differ in case only: see TriggerMetadata.
    private static Dictionary<string, TypedData> Metadata(HttpRequest request)
    {
        var metadata = new Dictionary<string, TypedData>(StringComparer.OrdinalIgnoreCase)
        {
            ["Query"] = new() { Json = JsonSerializer.Serialize(request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString())) },
            ["Headers"] = new() { Json = JsonSerializer.Serialize(request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString())) },
        };
        foreach (var (name, value) in request.Query)
        {
            // The key is for the host.
            if (!name.Equals("code", StringComparison.OrdinalIgnoreCase))
                metadata[name] = new TypedData { String = value.ToString() };
        }

        foreach (var (name, value) in request.RouteValues)
        {
            if (value is not null)
                metadata[name] = new TypedData { String = Convert.ToString(value, CultureInfo.InvariantCulture) };
        }

        return metadata;
    }
}

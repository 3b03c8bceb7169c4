using Azure.Core;
using Azure.Core.Pipeline;
using PaymentHub.Telemetry;

namespace PaymentHub.Storage;

/// <summary>Counts the calls to storage by what they do and what becomes of them, each try of a call by itself: that is what is paid for.</summary>
internal sealed class StorageMeter(string service) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var outcome = "failed";
        try
        {
            ProcessNext(message, pipeline);
            outcome = Outcome(message);
        }
        finally
        {
            HubMetrics.StorageCalled(service, Operation(message.Request), outcome);
        }
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var outcome = "failed";
        try
        {
            await ProcessNextAsync(message, pipeline);
            outcome = Outcome(message);
        }
        finally
        {
            HubMetrics.StorageCalled(service, Operation(message.Request), outcome);
        }
    }

    private static string Operation(Request request) =>
        request.Method.Method switch
        {
            "GET" or "HEAD" => "read",
            "POST" when request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal) => "transaction",
            "POST" => "add",
            "DELETE" => "delete",
            _ => "update",
        };

    private static string Outcome(HttpMessage message) =>
        message.HasResponse
            ? message.Response.Status switch
            {
                < 400 => "ok",
                404 => "absent",
                409 or 412 => "conflict",
                429 or 503 => "throttled",
                _ => "failed",
            }
            : "failed";
}

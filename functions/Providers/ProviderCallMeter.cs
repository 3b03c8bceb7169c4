using PaymentHub.Telemetry;

namespace PaymentHub.Providers;

/// <summary>Times the calls to a provider, each try by itself until its answer
/// begins. Where they go to is not told: addresses name customers.</summary>
internal sealed class ProviderCallMeter(string provider, TimeProvider clock) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var outcome = "no_answer";
        using var span = HubTrace.Call("call provider", ("Provider", provider));
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            outcome = (int)response.StatusCode switch
            {
                < 400 => "ok",
                < 500 => "http_4xx",
                _ => "http_5xx",
            };
            return response;
        }
        finally
        {
            span.Ended(outcome, outcome == "ok");
            HubMetrics.ProviderCalled(provider, outcome, clock.GetElapsedTime(started));
        }
    }
}

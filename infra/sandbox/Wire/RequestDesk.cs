using PaymentHub.Sandbox.Faults;

namespace PaymentHub.Sandbox.Wire;

/// <summary>Where a provider's requests come in: counts them, applies the faults, answers.</summary>
/// <param name="refuse">Makes the provider's answer for an error code.</param>
internal sealed class RequestDesk(SandboxProvider provider, FaultPlan faults, TimeProvider time, Func<int, string, Answer> refuse)
{
    private static readonly Answer BrokenOff = new(0, "", "", "broken_off");

    public RequestLog Log { get; } = new();

    public async Task AnswerAsync(HttpContext context, string endpoint, Func<byte[], Answer> handle)
    {
        Log.Arrived(endpoint);
        var fault = faults.TakeForRequest(provider, endpoint);
        if (fault is { Kind: FaultKind.RequestSlow })
        {
            await Task.Delay(fault.Delay, time, context.RequestAborted);
        }

        var answer = fault?.Kind switch
        {
            FaultKind.RequestFails => new Answer(fault.Number(StatusCodes.Status503ServiceUnavailable), "text/html", "<h1>Service Unavailable</h1>", "fault"),
            FaultKind.RequestBreaks => BrokenOff,
            FaultKind.RequestRefused => refuse(fault.Number(9999), "fault"),
            _ => handle(await ReadAsync(context)),
        };
        if (fault is { Kind: FaultKind.RequestTakenThenBreaks })
        {
            answer = BrokenOff with { Account = answer.Account };
        }

        Log.Answered.Add(new(time.GetUtcNow(), endpoint, answer.Account, answer.Status, answer.Outcome));
        await SendAsync(context, answer);
    }

    private static async Task SendAsync(HttpContext context, Answer answer)
    {
        if (answer.Status == 0)
        {
            context.Abort();
            return;
        }

        await answer.WriteAsync(context);
    }

    // Kestrel ends a body that is over its limit with 413 by itself.
    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }
}

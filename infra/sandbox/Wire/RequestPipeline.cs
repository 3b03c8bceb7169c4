using PaymentHub.Sandbox.Faults;

namespace PaymentHub.Sandbox.Wire;

/// <summary>Where a provider's requests come in: counts them, applies the faults, answers.</summary>
/// <param name="refuse">Makes the provider's answer for an error code.</param>
internal sealed class RequestPipeline(SandboxProvider provider, FaultPlan faults, TimeProvider time, BackgroundTasks background, Func<int, string, Answer> refuse)
{
    private const string Faulted = "fault";
    private static readonly Answer BrokenOff = new(0, "", "", "broken_off");

    public RequestLog Log { get; } = new();

    public async Task AnswerAsync(HttpContext context, string endpoint, Func<byte[], Answer> handle)
    {
        Log.Arrived(endpoint);
        var fault = faults.TakeForRequest(provider, endpoint);
        var answer = await BeforeAsync(context, fault) ?? await TakeAsync(context, fault, handle);
        Log.Answered.Add(new(time.GetUtcNow(), endpoint, answer.Account, answer.Status, answer.Outcome));
        if (answer.Status == 0)
        {
            context.Abort();
            return;
        }

        await answer.WriteAsync(context);
    }

    /// <summary>The answer of a fault that strikes before anything is carried out; null when the request is to be carried out.</summary>
    private async Task<Answer?> BeforeAsync(HttpContext context, Fault? fault)
    {
        switch (fault?.Kind)
        {
            case FaultKind.RequestFails:
                return Unavailable(fault, StatusCodes.Status503ServiceUnavailable);
            case FaultKind.RequestBreaks:
                return BrokenOff;
            case FaultKind.RequestRefused:
                return refuse(fault.Number(9999), Faulted);
            case FaultKind.RequestSlow:
                await Task.Delay(fault.Delay, time, context.RequestAborted);
                return null;
            default:
                return null;
        }
    }

    private async Task<Answer> TakeAsync(HttpContext context, Fault? fault, Func<byte[], Answer> handle)
    {
        // Read before any wait: who hangs up meanwhile has still said everything.
        var body = await ReadAsync(context);
        if (fault is { Kind: FaultKind.RequestTakenLate })
        {
            await Task.Delay(fault.Delay, time, background.Stopping);
        }

        var truth = handle(body);
        if (fault is { Kind: FaultKind.RequestTakenThenSlow })
        {
            // The provider's own work does not wait for its answer.
            truth.Afterwards?.Invoke();
            await Task.Delay(fault.Delay, time, background.Stopping);
            return truth;
        }

        if (truth.Afterwards is { } next)
        {
            context.Response.OnCompleted(() =>
            {
                next();
                return Task.CompletedTask;
            });
        }

        return fault?.Kind switch
        {
            FaultKind.RequestTakenThenBreaks => BrokenOff with { Account = truth.Account },
            FaultKind.RequestTakenThenFails => Unavailable(fault, StatusCodes.Status500InternalServerError) with { Account = truth.Account },
            FaultKind.RequestTakenThenRefused => refuse(fault.Number(9999), Faulted) with { Account = truth.Account },
            FaultKind.RequestTakenThenGarbled => truth with { Body = truth.Body[..(truth.Body.Length / 2)], Outcome = Faulted },
            _ => truth,
        };
    }

    private static Answer Unavailable(Fault fault, int status) => new(fault.Number(status), "text/html", "<h1>Service Unavailable</h1>", Faulted);

    // Kestrel ends a body that is over its limit with 413 by itself.
    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }
}

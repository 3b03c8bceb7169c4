using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using PaymentHub.Sandbox.Faults;

namespace PaymentHub.Sandbox.Wire;

/// <summary>Where a provider's requests come in: counts them, applies the faults, answers.</summary>
/// <param name="refuse">Makes the provider's answer for an error code.</param>
internal sealed class RequestPipeline(
    SandboxProvider provider,
    FaultPlan faults,
    TimeProvider time,
    BackgroundTasks background,
    Func<int, string, Answer> refuse
)
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

/// <summary>One request that a provider was asked.</summary>
/// <param name="Endpoint">The endpoint in the provider's words: "user/create", "v1/recharge", "user/up".</param>
/// <param name="Account">The name of the account that signed it; null when the signature was refused.</param>
/// <param name="Status">The HTTP status answered; 0 when the connection was broken instead.</param>
/// <param name="Outcome">"ok", or the reason why it was refused.</param>
public sealed record ReceivedRequest(DateTimeOffset At, string Endpoint, string? Account, int Status, string Outcome);

/// <summary>What a provider was asked.</summary>
public sealed class RequestLog
{
    private readonly ConcurrentDictionary<string, int> _arrived = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The newest requests, each entered when it was answered.</summary>
    public BoundedLog<ReceivedRequest> Answered { get; } = new();

    /// <summary>How many requests have reached an endpoint since the start, counted on arrival, refused and broken ones included.</summary>
    public int Count(string endpoint) => _arrived.GetValueOrDefault(endpoint);

    internal void Arrived(string endpoint) => _arrived.AddOrUpdate(endpoint, 1, static (_, count) => count + 1);
}

/// <summary>What a provider answers, made before anything is written, so that a fault can still throw it away.</summary>
/// <param name="Outcome">"ok", or why it was refused: for the log, not for the wire.</param>
/// <param name="Account">Whose request it was, when its signature told.</param>
internal sealed record Answer(int Status, string ContentType, string Body, string Outcome, string? Account = null)
{
    public const string Ok = "ok";

    /// <summary>What the provider does next, once the answer is on its way; null: nothing.</summary>
    public Action? Afterwards { get; init; }

    public static Answer Json(object body, string outcome = Ok, int status = StatusCodes.Status200OK) =>
        new(status, "application/json;charset=UTF-8", JsonSerializer.Serialize(body, SandboxJson.Wire), outcome);

    public Task WriteAsync(HttpContext context)
    {
        var body = Encoding.UTF8.GetBytes(Body);
        context.Response.StatusCode = Status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}

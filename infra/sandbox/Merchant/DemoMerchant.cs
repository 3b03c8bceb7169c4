using System.Collections.Concurrent;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.Merchant;

/// <summary>A merchant that receives webhooks, verifies them, and keeps every one.</summary>
public sealed class DemoMerchant
{
    private readonly MerchantSandboxOptions _options;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, MerchantCredentials> _endpoints;
    private readonly Lock _gate = new();
    private readonly List<MerchantAnswer> _answers = [];

    internal DemoMerchant(MerchantSandboxOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _endpoints = new(options.Endpoints.Select(endpoint => KeyValuePair.Create(endpoint.Id, endpoint)), StringComparer.Ordinal);
    }

    /// <summary>What it received, refused ones included, each entered when it was answered.</summary>
    public BoundedLog<ReceivedWebhook> Received { get; } = new();

    public IReadOnlyList<string> Endpoints => [.. _endpoints.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Adds an endpoint, or gives it other secrets.</summary>
    public void SetEndpoint(MerchantCredentials endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        _endpoints[endpoint.Id] = endpoint;
    }

    /// <summary>Answers the next webhooks in this way. Several are a sequence.</summary>
    public void AnswerNext(MerchantAnswer answer)
    {
        lock (_gate)
        {
            _answers.Add(answer);
        }
    }

    /// <summary>Fails the next webhooks with a status.</summary>
    public void FailNext(int times, int status = 500) => AnswerNext(new() { Times = times, Status = status });

    /// <summary>Back to the usual answers.</summary>
    public void AnswerAsUsual()
    {
        lock (_gate)
        {
            _answers.Clear();
        }
    }

    /// <inheritdoc cref="BoundedLog{T}.WaitForAsync"/>
    public Task<ReceivedWebhook> WaitForAsync(
        Func<ReceivedWebhook, bool> predicate,
        TimeSpan deadline,
        CancellationToken cancellationToken = default
    ) => Received.WaitForAsync(predicate, deadline, cancellationToken);

    internal async Task ReceiveAsync(HttpContext context, string id)
    {
        if (!_endpoints.TryGetValue(id, out var endpoint))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var now = _time.GetUtcNow();
        var verdict = WebhookVerifier.Verify(context.Request.Headers, body.ToArray(), endpoint.Secrets, now, _options.TimestampTolerance);
        var usual = verdict == WebhookVerdict.Verified ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized;
        var answer = TakeAnswer(id) ?? new MerchantAnswer { Status = usual };
        try
        {
            await Task.Delay(answer.Delay, _time, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            answer = answer with { Break = true };
        }

        Received.Add(
            new(
                id,
                now,
                context.Request.Headers[WebhookVerifier.IdHeader].ToString(),
                context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
                body.ToArray(),
                verdict,
                answer.Break ? 0 : answer.Status
            )
        );
        await AnswerAsync(context, answer);
    }

    private MerchantAnswer? TakeAnswer(string endpoint)
    {
        lock (_gate)
        {
            var index = _answers.FindIndex(answer => answer.Endpoint is null || answer.Endpoint == endpoint);
            if (index < 0)
            {
                return null;
            }

            var answer = _answers[index];
            if (answer.Times is > 1)
            {
                _answers[index] = answer with { Times = answer.Times - 1 };
            }
            else if (answer.Times is not null)
            {
                _answers.RemoveAt(index);
            }

            return answer;
        }
    }

    private static Task AnswerAsync(HttpContext context, MerchantAnswer answer)
    {
        if (answer.Break)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        if (answer.RetryAfter is not null)
        {
            context.Response.Headers.RetryAfter = answer.RetryAfter;
        }

        context.Response.StatusCode = answer.Status;
        return Task.CompletedTask;
    }
}

/// <summary>An endpoint of the demo merchant.</summary>
/// <param name="Id">The last part of its address: /merchant/webhooks/{id}.</param>
/// <param name="Secrets">"whsec_" and base64; a webhook signed with any of them is good.</param>
public sealed record MerchantCredentials(string Id, IReadOnlyList<string> Secrets);

/// <summary>The demo merchant.</summary>
public sealed record MerchantSandboxOptions
{
    public IReadOnlyList<MerchantCredentials> Endpoints { get; init; } = [];

    /// <summary>How far a webhook's timestamp may be off, either way.</summary>
    public TimeSpan TimestampTolerance { get; init; } = TimeSpan.FromMinutes(5);
}

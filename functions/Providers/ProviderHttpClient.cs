using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace PaymentHub.Providers;

/// <summary>Sends requests to a provider for one account and gets whole answers back, within a time and a size.</summary>
internal sealed partial class ProviderHttpClient
{
    // Whoever asks for more is asked again after a day.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly IHttpClientFactory _clients;
    private readonly string _provider;
    private readonly string _account;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<ProviderResponse> _once;
    private readonly ResiliencePipeline<ProviderResponse> _repeated;
    private readonly ProviderCircuitBreaker _circuitBreaker;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;

    /// <param name="provider">The provider's name, which is also its HTTP client's.</param>
    public ProviderHttpClient(
        IHttpClientFactory clients,
        string provider,
        AccountContext account,
        ProviderHttpOptions options,
        TimeProvider clock,
        ILogger logger
    )
    {
        (_clients, _provider, _account, _logger) = (clients, provider, account.AccountId, logger);
        (_timeout, _clock) = (options.RequestTimeout, clock);
        _circuitBreaker = new ProviderCircuitBreaker(account.RetryFirst, account.RetryMax, clock);
        _once = Pipeline(clock).AddTimeout(_timeout).Build();
        _repeated = options.Retries == 0 ? _once : Pipeline(clock).AddTimeout(_timeout).AddRetry(Retry(options)).Build();
    }

    /// <summary>
    /// Sends a query: it may be repeated, and while the provider is down nothing is sent at all (<see cref="ProviderCircuitBreaker"/>). That is
    /// logged when it starts and ends, not for every query.
    /// </summary>
    /// <param name="endpoint">What is asked, for the log.</param>
    /// <param name="make">Makes the request, anew for each try: signatures hold the time.</param>
    public async Task<ProviderResponse> SendQueryAsync(string endpoint, Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        if (!_circuitBreaker.MayAsk(out var until))
        {
            return new ProviderResponse.Failed(
                string.Create(CultureInfo.InvariantCulture, $"It did not answer before and is not asked until {until:O}.")
            );
        }

        var response = await SendAsync(_repeated, _provider, make, cancellationToken);
        if (Trouble(response) is { } reason)
        {
            Log.NoAnswer(_logger, LogLevel.Debug, _provider, _account, endpoint, reason);
            if (_circuitBreaker.Fail(response is ProviderResponse.Complete { Status: 429 or 503, RetryAfter: { } asked } ? asked : null))
                Log.Away(_logger, _provider, _account, endpoint, reason);
        }

        return response;
    }

    /// <summary>Sends a request that may be sent again, since the provider does the same thing only once.</summary>
    public Task<ProviderResponse> SendRepeatableAsync(string endpoint, Func<HttpRequestMessage> make, CancellationToken cancellationToken) =>
        SendAsync(_repeated, _provider, endpoint, make, cancellationToken);

    /// <summary>
    /// Sends a request once, whatever happens, on a new connection (<see cref="ProviderHttpClientRegistration.Once"/>).
    /// </summary>
    public Task<ProviderResponse> SendOnceAsync(string endpoint, Func<HttpRequestMessage> make, CancellationToken cancellationToken) =>
        SendAsync(_once, ProviderHttpClientRegistration.Once(_provider), endpoint, make, cancellationToken);

    private static ResiliencePipelineBuilder<ProviderResponse> Pipeline(TimeProvider clock) => new() { TimeProvider = clock };

    private static RetryStrategyOptions<ProviderResponse> Retry(ProviderHttpOptions options) =>
        new()
        {
            // Who says when to come back is not asked again before.
            ShouldHandle = args =>
                ValueTask.FromResult(
                    args.Outcome.Result is ProviderResponse.Failed or ProviderResponse.Complete { Status: >= 500, RetryAfter: null }
                ),
            MaxRetryAttempts = options.Retries,
            Delay = options.RetryPause,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        };

    private async Task<ProviderResponse> SendAsync(
        ResiliencePipeline<ProviderResponse> pipeline,
        string client,
        string endpoint,
        Func<HttpRequestMessage> make,
        CancellationToken cancellationToken
    )
    {
        var response = await SendAsync(pipeline, client, make, cancellationToken);
        if (response is ProviderResponse.Failed failed)
            Log.NoAnswer(_logger, LogLevel.Warning, _provider, _account, endpoint, failed.Reason);
        return response;
    }

    private async Task<ProviderResponse> SendAsync(
        ResiliencePipeline<ProviderResponse> pipeline,
        string client,
        Func<HttpRequestMessage> make,
        CancellationToken cancellationToken
    )
    {
        ProviderResponse response;
        try
        {
            response = await pipeline.ExecuteAsync(async token => await TryAsync(client, make, token), cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            response = new ProviderResponse.Failed($"No answer within {_timeout.TotalSeconds:0.###} s.");
        }

        if (Trouble(response) is null && _circuitBreaker.Succeed())
            Log.Back(_logger, _provider, _account);
        return response;
    }

    /// <summary>Why nobody was there to answer; null when somebody was, whatever was said.</summary>
    private static string? Trouble(ProviderResponse response) =>
        response switch
        {
            ProviderResponse.Failed failed => failed.Reason,
            ProviderResponse.Complete { Status: (>= 500 or 408 or 429) and var status } => $"HTTP {status}.",
            _ => null,
        };

    private async Task<ProviderResponse> TryAsync(string name, Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        using var client = _clients.CreateClient(name);
        using var request = make();
        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
            return new ProviderResponse.Complete((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken))
            {
                RetryAfter = RetryAfter(response.Headers.RetryAfter),
            };
        }
        catch (HttpRequestException e)
        {
            // Its message may quote addresses; the kind of error says enough.
            return new ProviderResponse.Failed($"The connection broke off ({e.HttpRequestError}).");
        }
        catch (InvalidDataException)
        {
            return new ProviderResponse.Failed("The answer claims to be compressed but is not.");
        }
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date - _clock.GetUtcNow());
        return wait is { } asked && asked > TimeSpan.Zero ? TimeSpan.FromTicks(Math.Min(asked.Ticks, LongestWait.Ticks)) : null;
    }

    private static partial class Log
    {
        [LoggerMessage(Message = "{Provider}, account {Account}: {Endpoint} gave no answer. {Reason}")]
        public static partial void NoAnswer(ILogger logger, LogLevel level, string provider, string account, string endpoint, string reason);

        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "{Provider}, account {Account}: its queries get no answer, the last of {Endpoint}, and none is sent for a while, longer each time. {Reason}"
        )]
        public static partial void Away(ILogger logger, string provider, string account, string endpoint, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Provider}, account {Account}: it answers again.")]
        public static partial void Back(ILogger logger, string provider, string account);
    }
}

/// <summary>What came back over HTTP, before anybody has read it.</summary>
internal abstract record ProviderResponse
{
    private ProviderResponse() { }

    /// <summary>A whole response.</summary>
    public sealed record Complete(int Status, ReadOnlyMemory<byte> Body) : ProviderResponse
    {
        /// <summary>How long the provider wants to be left alone, when it says so.</summary>
        public TimeSpan? RetryAfter { get; init; }
    }

    /// <summary>No response, or not all of it.</summary>
    public sealed record Failed(string Reason) : ProviderResponse;
}

using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace PaymentHub.Providers;

/// <summary>Sends requests to a provider for one account and gets whole answers back, within a time and a size.</summary>
internal sealed partial class ProviderExchange
{
    private readonly IHttpClientFactory _clients;
    private readonly string _provider;
    private readonly string _account;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<ProviderAnswer> _once;
    private readonly ResiliencePipeline<ProviderAnswer> _repeated;
    private readonly TimeSpan _timeout;

    /// <param name="provider">The provider's name, which is also its HTTP client's.</param>
    public ProviderExchange(
        IHttpClientFactory clients, string provider, AccountContext account, ExchangeOptions options, TimeProvider clock, ILogger logger)
    {
        (_clients, _provider, _account, _logger, _timeout) = (clients, provider, account.AccountId, logger, options.RequestTimeout);
        _once = Pipeline(clock).AddTimeout(_timeout).Build();
        _repeated = options.Retries == 0 ? _once : Pipeline(clock).AddTimeout(_timeout).AddRetry(Retry(options)).Build();
    }

    /// <summary>Sends a request that may be sent again, since the provider does the same thing only once.</summary>
    /// <param name="endpoint">What is asked, for the log.</param>
    /// <param name="make">Makes the request, anew for each try: signatures hold the time.</param>
    public Task<ProviderAnswer> SendRepeatableAsync(string endpoint, Func<HttpRequestMessage> make, CancellationToken cancellationToken) =>
        SendAsync(_repeated, endpoint, make, cancellationToken);

    /// <summary>Sends a request once, whatever becomes of it.</summary>
    public Task<ProviderAnswer> SendOnceAsync(string endpoint, Func<HttpRequestMessage> make, CancellationToken cancellationToken) =>
        SendAsync(_once, endpoint, make, cancellationToken);

    private static ResiliencePipelineBuilder<ProviderAnswer> Pipeline(TimeProvider clock) => new() { TimeProvider = clock };

    private static RetryStrategyOptions<ProviderAnswer> Retry(ExchangeOptions options) => new()
    {
        ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is ProviderAnswer.Failed or ProviderAnswer.Complete { Status: >= 500 }),
        MaxRetryAttempts = options.Retries,
        Delay = options.RetryPause,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
    };

    private async Task<ProviderAnswer> SendAsync(
        ResiliencePipeline<ProviderAnswer> pipeline, string endpoint, Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        ProviderAnswer answer;
        try
        {
            answer = await pipeline.ExecuteAsync(async token => await TryAsync(make, token), cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            answer = new ProviderAnswer.Failed($"No answer within {_timeout.TotalSeconds:0.###} s.");
        }

        if (answer is ProviderAnswer.Failed failed)
            Log.NoAnswer(_logger, _provider, _account, endpoint, failed.Reason);
        return answer;
    }

    private async Task<ProviderAnswer> TryAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        using var client = _clients.CreateClient(_provider);
        using var request = make();
        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
            return new ProviderAnswer.Complete((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (HttpRequestException e)
        {
            // Its message may quote addresses; the kind of error says enough.
            return new ProviderAnswer.Failed($"The exchange broke off ({e.HttpRequestError}).");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Provider}, account {Account}: {Endpoint} gave no answer. {Reason}")]
        public static partial void NoAnswer(ILogger logger, string provider, string account, string endpoint, string reason);
    }
}

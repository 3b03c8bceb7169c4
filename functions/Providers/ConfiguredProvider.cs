using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace PaymentHub.Providers;

/// <summary>What the providers have in common: settings that are read and checked, and an HTTP client made from them.</summary>
/// <typeparam name="TOptions">One account's settings.</typeparam>
internal abstract class ConfiguredProvider<TOptions>(IHttpClientFactory clients, TimeProvider clock, ILogger logger) : IProvider
    where TOptions : class
{
    public abstract string Name { get; }

    public virtual IReadOnlyList<string> CallbackHeaders => [];

    /// <summary>Those of <see cref="ProviderHttpOptions"/>, too.</summary>
    public abstract IReadOnlyList<string> PlainSettings { get; }

    public abstract string? VerificationKey { get; }

    public IEnumerable<string> Mistakes(IConfiguration settings)
    {
        var reader = new SettingsReader(settings);
        ReadOptions(reader);
        reader.NoOthers();
        return reader.Mistakes;
    }

    public ProviderAccount Open(AccountContext account)
    {
        var options =
            ReadOptions(new SettingsReader(account.Settings))
            ?? throw new InvalidOperationException($"The settings of account {account.AccountId} have mistakes.");
        return Open(account, options, new ProviderHttpClient(clients, Name, account, HttpOptionsOf(options), clock, logger));
    }

    /// <summary>Reads the settings; null when there are mistakes.</summary>
    protected abstract TOptions? ReadOptions(SettingsReader settings);

    protected abstract ProviderHttpOptions HttpOptionsOf(TOptions options);

    protected abstract ProviderAccount Open(AccountContext account, TOptions options, ProviderHttpClient http);
}

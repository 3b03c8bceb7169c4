using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Providers;
using PaymentHub.Telemetry;

namespace PaymentHub;

/// <summary>Who the merchants are: in the settings, in the table, and the changes of them.</summary>
internal static class DirectoryServices
{
    public static IServiceCollection AddDirectory(this IServiceCollection services) =>
        services
            .AddSingleton(provider => new DirectoryReader(provider.GetRequiredService<IConfiguration>(), provider.GetServices<IProvider>()).Read())
            .AddSingleton(provider => OperatorReader.Read(provider.GetRequiredService<IConfiguration>()))
            .AddSingleton(provider => provider.GetRequiredService<MerchantDirectory>().Settings)
            .AddSingleton(provider => provider.GetRequiredService<HubSettings>().MasterKeys)
            .AddSingleton<SettingsMerchants>()
            .AddSingleton<StoredMerchantReader>()
            .AddSingleton<DirectoryStore>()
            .AddSingleton(provider => new DirectoryRefresh(
                provider.GetRequiredService<MerchantDirectory>(),
                provider.GetRequiredService<DirectoryStore>(),
                provider.GetRequiredService<StoredMerchantReader>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<HubGauges>(),
                provider.GetRequiredService<ILogger<DirectoryRefresh>>()
            ))
            .AddSingleton<ClaimIndex>()
            .AddSingleton<KeyUseStore>()
            .AddSingleton<Callers>()
            .AddSingleton<DirectoryCheck>()
            .AddSingleton(provider => new DirectoryEditor(
                provider.GetRequiredService<DirectoryStore>(),
                provider.GetRequiredService<ClaimIndex>(),
                async (account, token) =>
                    await provider.GetRequiredService<AccountIdentities>().CheckAsync([account], token) is [var mistake, ..] ? mistake : null,
                provider.GetRequiredService<DirectoryRefresh>(),
                provider.GetRequiredService<DirectoryCheck>(),
                (provider.GetRequiredService<MerchantDirectory>(), provider.GetRequiredService<TimeProvider>())
            ))
            .AddSingleton(provider => new DirectoryImports(
                provider.GetRequiredService<DirectoryEditor>(),
                provider.GetRequiredService<SettingsMerchants>()
            ))
            .AddSingleton<DirectoryMerchants>()
            .AddSingleton<DirectoryAccounts>()
            .AddSingleton<DirectoryEndpoints>()
            .AddSingleton<DirectoryKeys>()
            .AddSingleton<DirectoryReencryption>()
            .AddHostedService<BrokenSettingsLog>();
}

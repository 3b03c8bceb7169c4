using System.Text.RegularExpressions;
using PaymentHub.Providers;

namespace PaymentHub.Merchants;

/// <summary>Reads a merchant's own section of settings, whether it stands in app
/// settings or in the directory's table: the rules are the same.</summary>
internal sealed partial class MerchantReader(IEnumerable<IProvider> providers)
{
    private readonly Dictionary<string, IProvider> _providers = providers.ToDictionary(provider => provider.Name, StringComparer.Ordinal);

    /// <summary>Reads a merchant.</summary>
    /// <param name="open">An account that is open already; null when it has to be opened.</param>
    public MerchantReading Read(SettingsReader merchant, Func<string, ProviderAccount?>? open = null)
    {
        CheckId(merchant, "merchant");
        var keys = ApiKeyReader.Read(merchant);
        var endpoints = EndpointReader.Read(merchant);
        var page = new SettingsReader(merchant.Section("Page"), []);
        var look = PageLook.Read(page);
        var accounts = merchant.Apart("Accounts").Select(account => ReadAccount(account, merchant.Name, open ?? (_ => null))).ToList();
        merchant.NoOthers();
        return new MerchantReading(merchant, keys, endpoints, accounts, look, page.Found);
    }

    private AccountReading ReadAccount(SettingsReader account, string merchantId, Func<string, ProviderAccount?> open)
    {
        CheckId(account, "account");
        var name = account.RequiredText("Provider", $"one of {string.Join(", ", _providers.Keys.Order(StringComparer.Ordinal))}");
        if (name.Length > 0 && !_providers.ContainsKey(name))
            account.Mistake("Provider", $"is '{name}', but must be one of {string.Join(", ", _providers.Keys.Order(StringComparer.Ordinal))}.");
        var baseUrl = account.BaseUrl("BaseUrl", "the provider's address");
        var callbackIds = ReadCallbackIds(account);
        var confirm = account.Flag("Confirm", otherwise: true);
        var unknown = account.Text("UnknownAddresses") ?? "review";
        if (unknown is not ("review" or "accept"))
            account.Mistake("UnknownAddresses", $"is '{unknown}', but must be review or accept.");
        var disabled = account.Flag("Disabled", otherwise: false);
        var withdrawals = WithdrawalRulesReader.Read(account);
        var deposits = DepositRulesReader.Read(account);
        var overdueAfter = account.Span("OverdueAfter", Account.UsuallyOverdueAfter, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(90));
        var settings = account.Section("Settings");
        account.NoOthers();

        if (!_providers.TryGetValue(name, out var provider))
        {
            return new AccountReading(account, name, null, callbackIds, open: null);
        }

        account.Mistakes("Settings", provider.Mistakes(settings));
        return new AccountReading(
            account,
            name,
            provider,
            callbackIds,
            hub => new Account
            {
                Id = account.Name,
                MerchantId = merchantId,
                ProviderName = name,
                Provider =
                    open(account.Name)
                    ?? provider.Open(
                        new AccountContext(account.Name, baseUrl, CallbackUrl(hub, callbackIds), settings)
                        {
                            RetryFirst = hub.RetryFirst,
                            RetryMax = hub.RetryMax,
                        }
                    ),
                CallbackIds = callbackIds,
                Confirm = confirm,
                AcceptUnknownAddresses = unknown == "accept",
                OverdueAfter = overdueAfter,
                Disabled = disabled,
                Withdrawals = disabled ? withdrawals with { On = false } : withdrawals,
                Deposits = deposits,
            }
        );
    }

    private static Uri CallbackUrl(HubSettings hub, IReadOnlyList<string> callbackIds) =>
        new($"{hub.PublicBaseUrl.AbsoluteUri.TrimEnd('/')}/callbacks/{callbackIds[0]}");

    private static IReadOnlyList<string> ReadCallbackIds(SettingsReader account)
    {
        var ids = account.Texts("CallbackIds");
        if (ids.Count is 0 or > 2)
            account.Mistake("CallbackIds", "must be one random text, or two during a rotation (newest first).");
        if (ids.Any(id => !CallbackId().IsMatch(id)))
            account.Mistake("CallbackIds", "must each be 22 to 64 letters, digits, '-' or '_': at least 128 random bits, for they are secrets.");
        return ids;
    }

    private static void CheckId(SettingsReader reader, string what)
    {
        if (!Identifiers.IsId(reader.Name))
            reader.Mistake($"is no {what} id: at most 32 lower-case letters and digits, in words joined by single underscores.");
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{22,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CallbackId();
}

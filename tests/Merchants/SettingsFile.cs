using Microsoft.Extensions.Configuration;
using PaymentHub.Merchants;

namespace PaymentHub.Tests.Merchants;

/// <summary>Settings without a mistake, to put mistakes into. Names are written as in app settings.</summary>
internal sealed class SettingsFile
{
    public const string Secret = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0";

    private readonly Dictionary<string, string?> _values = new()
    {
        ["PaymentHub__PublicBaseUrl"] = "https://hub.example/base/",
        ["PaymentHub__Merchants__shop__ApiKeys__0__Sha256"] = new string('a', 64),
        ["PaymentHub__Merchants__shop__ApiKeys__0__Owner"] = "backend",
        ["PaymentHub__Merchants__shop__ApiKeys__0__Roles"] = "read, deposits, withdrawals",
        ["PaymentHub__Merchants__shop__Endpoints__main__Url"] = "https://shop.example/hooks",
        ["PaymentHub__Merchants__shop__Endpoints__main__Secrets__0"] = Secret,
        ["PaymentHub__Merchants__shop__Accounts__shop_pay__Provider"] = "fake",
        ["PaymentHub__Merchants__shop__Accounts__shop_pay__BaseUrl"] = "https://provider.example/api/",
        ["PaymentHub__Merchants__shop__Accounts__shop_pay__CallbackIds__0"] = "first_callback_id_0123456789",
        ["PaymentHub__Merchants__shop__Accounts__shop_pay__Settings__Key"] = "provider-key",
    };

    public FakeProvider Provider { get; } = new("fake");

    public SettingsFile Set(string name, string? value)
    {
        if (value is null)
            _values.Remove(Full(name));
        else
            _values[Full(name)] = value;
        return this;
    }

    public MerchantDirectory Read() =>
        new DirectoryReader(
            new ConfigurationBuilder()
                .AddInMemoryCollection(_values.Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), pair.Value)))
                .Build(),
            [Provider, new FakeProvider("other")]
        ).Read();

    /// <summary>What is wrong with it; empty when nothing is.</summary>
    public IReadOnlyList<string> Mistakes()
    {
        try
        {
            return [.. Read().Broken.SelectMany(merchant => merchant.AllMistakes).Distinct()];
        }
        catch (InvalidSettingsException e)
        {
            return e.Mistakes;
        }
    }

    /// <summary>A name below PaymentHub; <c>~</c> stands for the merchant, <c>@</c> for its
    /// account, <c>#</c> for its endpoint, <c>%</c> for its key.</summary>
    public static string Full(string name) =>
        "PaymentHub__"
        + name.Replace("%", "~__ApiKeys__0", StringComparison.Ordinal)
            .Replace("@", "~__Accounts__shop_pay", StringComparison.Ordinal)
            .Replace("#", "~__Endpoints__main", StringComparison.Ordinal)
            .Replace("~", "Merchants__shop", StringComparison.Ordinal);
}

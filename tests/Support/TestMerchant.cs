using System.Security.Cryptography;
using System.Text;
using PaymentHub.Sandbox.Keys;

namespace PaymentHub.Tests.Support;

/// <summary>A merchant with one account at each provider, and everything both sides need to know of it.</summary>
internal sealed class TestMerchant(string id)
{
    // RSA keys take a while to make, and which they are matters to no test: each merchant of that name has the same in all tests.
    private static readonly Dictionary<string, SandboxKeys> Made = [];

    public string Id { get; } = id;

    public SandboxKeys Keys { get; } = KeysOf(id);

    /// <summary>The key it calls our API with.</summary>
    public string ApiKey { get; } = RandomNumberGenerator.GetHexString(40, lowercase: true);

    public string PayProtocolAccount => Id + "_pay";

    public string GatewayAccount => Id + "_usdt";

    public string MPayAccount => Id + "_mpay";

    /// <summary>Its MPay account as a document of the directory.</summary>
    public object MPayDocument(string sandbox) =>
        new
        {
            id = MPayAccount,
            provider = "mpay",
            base_url = sandbox,
            settings = new
            {
                merch_id = Keys.MPay.MerchId,
                md5_key = Keys.MPay.Md5Key,
                public_key = Keys.MPay.PublicKey,
            },
        };

    /// <summary>The secret part of an account's callback URL.</summary>
    public string CallbackId(string account) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{ApiKey}/{account}")).AsSpan(0, 16));

    /// <summary>The merchant's settings.</summary>
    public Dictionary<string, string?> Settings(string sandbox)
    {
        var root = $"PaymentHub:Merchants:{Id}";
        var settings = new Dictionary<string, string?>
        {
            [$"{root}:ApiKeys:0:Sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ApiKey))),
            [$"{root}:ApiKeys:0:Owner"] = "backend",
            [$"{root}:ApiKeys:0:Roles"] = "deposits,withdrawals,read",
            [$"{root}:Endpoints:main:Url"] = $"{sandbox}/merchant/webhooks/{Id}",
            [$"{root}:Endpoints:main:AllowLocal"] = "true",
            [$"{root}:Endpoints:main:Secrets:0"] = Keys.WebhookSecret,
            [$"{root}:Endpoints:main:Schedule"] = "00:00:00.1,00:00:00.1,00:00:00.1",
        };
        Account(
            PayProtocolAccount,
            "pay_protocol",
            sandbox + "/api/mer",
            ("ApiKey", Keys.PayProtocol.ApiKey),
            ("ApiSecret", Keys.PayProtocol.ApiSecret),
            ("CatalogueRefreshPause", "00:00:00.050")
        );
        Account(
            GatewayAccount,
            "usdt_gateway",
            sandbox,
            ("AppId", Keys.Gateway.AppId.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("ApiKey", Keys.Gateway.ApiKey),
            ("PrivateKey", Keys.Gateway.MerchantPrivateKey),
            ("GatewayPublicKey", Keys.Gateway.GatewayPublicKey)
        );
        Account(
            MPayAccount,
            "mpay",
            sandbox,
            ("MerchId", Keys.MPay.MerchId.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("Md5Key", Keys.MPay.Md5Key),
            ("PublicKey", Keys.MPay.PublicKey)
        );
        return settings;

        void Account(string account, string provider, string baseUrl, params (string Name, string Value)[] credentials)
        {
            var path = $"{root}:Accounts:{account}";
            settings[$"{path}:Provider"] = provider;
            settings[$"{path}:BaseUrl"] = baseUrl;
            settings[$"{path}:CallbackIds:0"] = CallbackId(account);
            settings[$"{path}:Withdrawals"] = "on";
            settings[$"{path}:Settings:RetryPause"] = "00:00:00.010";
            foreach (var (name, value) in credentials)
                settings[$"{path}:Settings:{name}"] = value;
        }
    }

    private static SandboxKeys KeysOf(string id)
    {
        lock (Made)
        {
            if (!Made.TryGetValue(id, out var keys))
                Made[id] = keys = SandboxKeys.Create();
            return keys;
        }
    }
}

using System.Text.Json;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>A user on the wire: the wallets that were made for one uuid, by the platform's chain id.</summary>
internal sealed record PayProtocolUser(IReadOnlyList<(string ChainId, string Address)> Wallets)
{
    /// <summary>Reads <c>{uuid, userWallet: [{chainId, walletAddress}]}</c>; an answer about anybody else is none.</summary>
    public static ProviderResult<PayProtocolUser> Read(JsonElement data, string uuid)
    {
        if (ProviderEnvelope.IsEmpty(data))
            return new ProviderResult<PayProtocolUser>.Absent();
        var fields = new JsonFields(data);
        if (fields.Scalar("uuid") != uuid)
            return new ProviderResult<PayProtocolUser>.Unavailable("The answer of user/detail is about another user.");
        if (!data.TryGetProperty("userWallet", out var list) || list.ValueKind != JsonValueKind.Array)
            return new ProviderResult<PayProtocolUser>.Unavailable("The answer of user/detail has no list of wallets.");

        var wallets = new List<(string, string)>();
        foreach (var item in list.EnumerateArray())
        {
            var wallet = new JsonFields(item);
            wallets.Add((wallet.Digits("chainId"), wallet.Address("walletAddress")));
            if (wallet.Wrong is { } wrong)
                return new ProviderResult<PayProtocolUser>.Unavailable($"A wallet of user/detail cannot be read: {wrong}");
        }

        return new ProviderResult<PayProtocolUser>.Good(new PayProtocolUser(wallets));
    }
}

using System.Text.Json;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>Issues a customer's deposit addresses: makes the user, then reads its wallets.</summary>
internal sealed class PayProtocolAddresses(PayProtocolClient client, PayProtocolCatalogue catalogue)
{
    public async Task<ProviderResult<IReadOnlyList<DepositAddress>>> IssueAsync(string customerId, CancellationToken cancellationToken)
    {
        var created = await client.CreateUserAsync(customerId, cancellationToken);
        if (created is ProviderResult<JsonElement>.Unavailable gone)
            return Unavailable(gone.Reason);

        var found = await client.FindUserAsync(customerId, cancellationToken);
        // Whether a user that exists is an error of user/create is not documented: the refusal counts when user/detail knows nobody.
        if (
            created is ProviderResult<JsonElement>.Refused no
            && found is (ProviderResult<PayProtocolUser>.Refused or ProviderResult<PayProtocolUser>.Absent)
        )
        {
            return new ProviderResult<IReadOnlyList<DepositAddress>>.Refused(no.Code, no.Message);
        }

        if (found is ProviderResult<PayProtocolUser>.Absent)
            return Unavailable("The user was made, but user/detail does not know it yet.");
        return await found.ThenAsync(user => NameNetworksAsync(user, cancellationToken));
    }

    private static ProviderResult<IReadOnlyList<DepositAddress>>.Unavailable Unavailable(string reason) => new(reason);

    private async Task<ProviderResult<IReadOnlyList<DepositAddress>>> NameNetworksAsync(PayProtocolUser user, CancellationToken cancellationToken)
    {
        if (user.Wallets.Count == 0)
            return Unavailable("The user has no wallet yet.");
        var addresses = new List<DepositAddress>();
        foreach (var (chainId, address) in user.Wallets)
        {
            var network = await catalogue.NetworkAsync(chainId, cancellationToken);
            if (network is not ProviderResult<string>.Good { Value: var name })
                return Unavailable(((ProviderResult<string>.Unavailable)network).Reason);
            addresses.Add(new DepositAddress(name, address));
        }

        return new ProviderResult<IReadOnlyList<DepositAddress>>.Good(addresses);
    }
}

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

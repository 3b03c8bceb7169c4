using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>One world for all tests of a class, in which the merchant alpha has two further keys, and requests are made byte by byte.</summary>
public sealed class MerchantApiWorld : IAsyncLifetime
{
    private static readonly HttpClient Client = new();

    internal Hub Hub { get; private set; } = null!;

    /// <summary>A key of alpha's that may only read.</summary>
    internal string ReadKey { get; } = RandomNumberGenerator.GetHexString(40, lowercase: true);

    /// <summary>A key of alpha's that may only approve.</summary>
    internal string ApproverKey { get; } = RandomNumberGenerator.GetHexString(40, lowercase: true);

    /// <summary>A key of alpha's that takes money in and pays none out.</summary>
    internal string DepositsKey { get; } = RandomNumberGenerator.GetHexString(40, lowercase: true);

    /// <summary>A key of alpha's that pays money out and takes none in.</summary>
    internal string WithdrawalsKey { get; } = RandomNumberGenerator.GetHexString(40, lowercase: true);

    /// <summary>A key of beta's that may only approve.</summary>
    internal string BetaApproverKey { get; } = RandomNumberGenerator.GetHexString(40, lowercase: true);

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?>();
        Key(1, ReadKey, "reporting", "read");
        Key(2, ApproverKey, "treasurer", "approver");
        Key(3, DepositsKey, "shop", "deposits");
        Key(4, WithdrawalsKey, "payroll", "withdrawals");
        Key(1, BetaApproverKey, "treasurer", "approver", "beta");
        Hub = await Hub.StartAsync(settings);

        void Key(int number, string key, string owner, string roles, string merchant = "alpha")
        {
            var path = $"PaymentHub:Merchants:{merchant}:ApiKeys:{number}";
            settings[$"{path}:Sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
            settings[$"{path}:Owner"] = owner;
            settings[$"{path}:Roles"] = roles;
        }
    }

    public async Task DisposeAsync() => await Hub.DisposeAsync();

    /// <summary>A deposit that alpha could create at MPay.</summary>
    internal static Dictionary<string, object?> Deposit(string reference, string amount = "88") =>
        new()
        {
            ["account"] = "alpha_mpay",
            ["customer_id"] = "USER10001",
            ["amount"] = amount,
            ["reference"] = reference,
        };

    internal Task<MerchantApiAnswer> GetAsync(string path, string? authorization = null) =>
        SendAsync(HttpMethod.Get, path, authorization ?? $"Bearer {Hub.Alpha.ApiKey}");

    internal Task<MerchantApiAnswer> PostAsync(string path, object body, string? authorization = null) =>
        PostBytesAsync(path, JsonSerializer.SerializeToUtf8Bytes(body), authorization: authorization);

    internal async Task<MerchantApiAnswer> PostAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Hub.Address, path)) { Content = JsonContent.Create(body) };
        return await SendAsync(request, [$"Bearer {Hub.Alpha.ApiKey}"], cancellationToken);
    }

    internal async Task<MerchantApiAnswer> PostBytesAsync(
        string path,
        byte[] body,
        string? contentType = "application/json",
        string? authorization = null,
        bool chunked = false
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Hub.Address, path)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        request.Headers.TransferEncodingChunked = chunked;
        return await SendAsync(request, [authorization ?? $"Bearer {Hub.Alpha.ApiKey}"]);
    }

    /// <summary>Sends a request without a body and with these Authorization headers, or without any.</summary>
    internal async Task<MerchantApiAnswer> SendAsync(HttpMethod method, string path, params string[] authorization)
    {
        using var request = new HttpRequestMessage(method, new Uri(Hub.Address, path));
        return await SendAsync(request, authorization);
    }

    /// <summary>Sends a request with a body.</summary>
    internal async Task<MerchantApiAnswer> SendAsync(HttpMethod method, string path, object body, string authorization)
    {
        using var request = new HttpRequestMessage(method, new Uri(Hub.Address, path)) { Content = JsonContent.Create(body) };
        return await SendAsync(request, [authorization]);
    }

    /// <summary>Sends a request of the test's own making, as alpha.</summary>
    internal Task<MerchantApiAnswer> SendAsync(HttpRequestMessage request) => SendAsync(request, [$"Bearer {Hub.Alpha.ApiKey}"]);

    /// <summary>Such a body for a deposit is refused for these fields, and leaves nothing behind.</summary>
    internal Task AssertRefusedAsync(string body, params string[] fields) => AssertRefusedAsync(Encoding.UTF8.GetBytes(body), fields);

    internal async Task AssertRefusedAsync(byte[] body, params string[] fields)
    {
        var answer = await PostBytesAsync("/v1/deposits", body);

        Assert.Equal(fields, answer.AssertProblem(400, "invalid_request").Fields);
        Assert.Equal(0, PagesAsked);
        Assert.Empty(await Hub.RowsAsync(TableNames.Orders));
    }

    /// <summary>How many orders are stored with that id.</summary>
    internal async Task<int> OrdersAsync(string id) => (await Hub.RowsAsync(TableNames.Orders, $"{id}|order")).Count;

    /// <summary>How often MPay was asked for a payment page.</summary>
    internal int PagesAsked => Hub.Sandbox.MPay.Requests.Count("user/up");

    private static async Task<MerchantApiAnswer> SendAsync(
        HttpRequestMessage request,
        string[] authorization,
        CancellationToken cancellationToken = default
    )
    {
        foreach (var text in authorization)
            request.Headers.TryAddWithoutValidation("Authorization", text);
        using var response = await Client.SendAsync(request, cancellationToken);
        return await MerchantApiAnswer.ReadAsync(response);
    }
}

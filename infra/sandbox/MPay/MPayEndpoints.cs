using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.MPay;

/// <summary>MPay's API: every call is verified and decrypted before it is read.</summary>
internal sealed class MPayEndpoints(MPaySandbox provider)
{
    public void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/{version}/merch");
        var calls = new MPayCalls(provider);
        Post(api, "user/up", calls.Up);
        Post(api, "user/checkUpOrder", calls.CheckUpOrder);
        var payouts = new MPayPayoutCalls(provider);
        Post(api, "user/down", payouts.Down);
        Post(api, "user/checkDownOrder", payouts.CheckDownOrder);
        Post(api, "walletBalance", MPayCalls.WalletBalance);
    }

    public static Answer Refuse(int code, string message) => Answer.Json(new { code, message }, outcome: message);

    private void Post(RouteGroupBuilder api, string endpoint, Func<MPayParameters, Answer> call) =>
        api.MapPost(
            endpoint,
            context =>
            {
                var version = (string)context.Request.RouteValues["version"]!;
                var baseUrl = $"{context.Request.Scheme}://{context.Request.Host}";
                return provider.Pipeline.AnswerAsync(context, endpoint, body => Verified(version, baseUrl, body, call));
            }
        );

    private Answer Verified(string version, string baseUrl, byte[] body, Func<MPayParameters, Answer> call)
    {
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body));
        string Field(string name) => form.TryGetValue(name, out var value) ? value.ToString() : "";

        var (merchId, cipher, t) = (Field("merchId"), Field("body"), Field("t"));
        if (provider.AccountOf(merchId) is not { } account || account.Credentials.Version != version)
        {
            return MPayErrors.WrongMerchant;
        }

        if (MPaySigner.RequestKey(merchId, cipher, t, account.Credentials.Md5Key) != Field("key"))
        {
            return MPayErrors.BadKey;
        }

        if (!IsFresh(t))
        {
            return MPayErrors.Stale;
        }

        return account.Cipher.Decrypt(cipher) is { } plain ? Read(account.Credentials, plain, baseUrl, call) : MPayErrors.Unreadable;
    }

    private static Answer Read(MPayCredentials account, byte[] plain, string baseUrl, Func<MPayParameters, Answer> call)
    {
        try
        {
            using var json = JsonDocument.Parse(plain);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? call(new(account, json.RootElement, baseUrl)) with
                {
                    Account = account.Name,
                }
                : MPayErrors.Parameter;
        }
        catch (JsonException)
        {
            return MPayErrors.Unreadable;
        }
    }

    private bool IsFresh(string t) =>
        long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs(provider.Time.GetUtcNow().ToUnixTimeSeconds() - seconds) <= provider.Options.TimestampTolerance.TotalSeconds;
}

/// <summary>A request's decrypted parameters.</summary>
internal sealed record MPayParameters(MPayCredentials Account, JsonElement Json, string BaseUrl)
{
    /// <summary>A parameter as text; null when missing, empty or no text.</summary>
    public string? Text(string name) =>
        Json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    public Uri? Url(string name) =>
        Uri.TryCreate(Text(name), UriKind.Absolute, out var url) && url.Scheme.StartsWith("http", StringComparison.Ordinal) ? url : null;

    /// <summary>A whole number above 0, as written; null when it is none.</summary>
    public string? WholeNumber(string name) =>
        Json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number > 0
            ? value.GetRawText()
            : null;
}

/// <summary>The error codes are the sandbox's own: the provider's list is not public.</summary>
internal static class MPayErrors
{
    public static Answer WrongMerchant { get; } = MPayEndpoints.Refuse(1001, "wrong_key");

    public static Answer BadKey { get; } = MPayEndpoints.Refuse(1002, "bad_signature");

    public static Answer Stale { get; } = MPayEndpoints.Refuse(1003, "stale_timestamp");

    public static Answer Unreadable { get; } = MPayEndpoints.Refuse(1004, "undecipherable");

    public static Answer Parameter { get; } = MPayEndpoints.Refuse(1005, "parameter");

    public static Answer OrderExists { get; } = MPayEndpoints.Refuse(1006, "merchOrderId exists");

    public static Answer OrderNotFound { get; } = MPayEndpoints.Refuse(1007, "order not found");
}

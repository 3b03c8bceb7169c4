using System.Text;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers;

/// <summary>Callbacks as they arrive, and what reading them came to.</summary>
internal static class Received
{
    public const string Path = "/callbacks/test";

    public static Callback Json(string body, params ReadOnlySpan<(string Name, string Value)> headers) => Json(Encoding.UTF8.GetBytes(body), headers);

    public static Callback Json(byte[] body, params ReadOnlySpan<(string Name, string Value)> headers) =>
        new()
        {
            Body = body,
            ContentType = "application/json; charset=utf-8",
            Headers = headers.ToArray().ToDictionary(header => header.Name, header => header.Value),
            Path = Path,
            Query = "",
            ReceivedAt = ProviderBench.Now,
        };

    public static Callback Form(string body) => Json(body) with { ContentType = "application/x-www-form-urlencoded" };

    public static async Task<CallbackResult> ReadAsync(this ProviderAccount account, Callback callback) =>
        await account.ReadAsync(callback, CancellationToken.None);

    public static async Task<CallbackVerdict> VerdictAsync(this ProviderAccount account, Callback callback) =>
        Assert.IsType<CallbackResult.Refused>(await account.ReadAsync(callback)).Verdict;

    public static async Task<Notice> NoticeAsync(this ProviderAccount account, Callback callback) =>
        Assert.IsType<CallbackResult.Verified>(await account.ReadAsync(callback)).Notice;
}

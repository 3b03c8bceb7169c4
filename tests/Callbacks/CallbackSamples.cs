using System.Text;
using PaymentHub.Callbacks;
using PaymentHub.Providers;
using PaymentHub.Tests.Orders;

namespace PaymentHub.Tests.Callbacks;

/// <summary>Callbacks to start from.</summary>
internal static class CallbackSamples
{
    public static CallbackId Id { get; } = new("20240501120000000" + "0123456789abcdef0123456789abcdef");

    public static Callback Callback { get; } =
        new()
        {
            Body = Encoding.UTF8.GetBytes("""{"a":1}"""),
            ContentType = "application/json",
            Headers = new Dictionary<string, string> { ["x-sign"] = "abc" },
            Path = "/callbacks/secret",
            Query = "?a=1",
            ReceivedAt = Samples.Noon,
        };

    public static ReceivedCallback Received { get; } = new(Id, "shop_pay", Callback, Samples.Noon);
}

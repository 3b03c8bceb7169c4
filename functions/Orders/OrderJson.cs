using System.Globalization;
using System.Text.Json;
using PaymentHub.Money;

namespace PaymentHub.Orders;

/// <summary>The order on the wire: snake_case, amounts as text, what is unknown left out.</summary>
public static class OrderJson
{
    /// <summary>Writes the order as one JSON object, without what is personal in it.</summary>
    public static void Write(Utf8JsonWriter json, Order order) => Write(json, order, withDetails: false);

    /// <summary>Writes the order as one JSON object.</summary>
    /// <param name="withDetails">Whether to write the details of a withdrawal, too: names, phone and id numbers, only for those who may send
    /// them.</param>
    public static void Write(Utf8JsonWriter json, Order order, bool withDetails)
    {
        json.WriteStartObject();
        json.WriteString("id", order.Id);
        json.WriteString("object", SnakeCaseEnum.Of(order.Kind));
        json.WriteString("status", SnakeCaseEnum.Of(order.Status));
        Text(json, "review_reason", order.ReviewReason is { } reason ? SnakeCaseEnum.Of(reason) : null);
        json.WriteString("account", order.AccountId);
        json.WriteString("provider", order.Provider);
        Text(json, "customer_id", order.CustomerId);
        Text(json, "reference", order.Request?.Reference);
        Amount(json, "amount", order.Amount);
        Amount(json, "amount_expected", order.Request?.Amount);
        Amount(json, "amount_difference", Difference(order));
        Text(json, "currency", order.Currency);
        Text(json, "network", order.Network);
        Text(json, "address", order.Address);
        Text(json, "from_address", order.FromAddress);
        Text(json, "transaction_id", order.TransactionId);
        Text(json, "provider_order_id", order.ProviderOrderId);
        Text(json, "payment_url", order.PaymentUrl);
        Text(json, "page_url", order.PageUrl);
        Text(json, "qr_url", order.PageUrl is { } page ? QrUrl(page) : null);
        Text(json, "expires_at", order is { Kind: OrderKind.Deposit, PayBy: { } payBy } ? Time(payBy) : null);
        if (order.Late)
            json.WriteBoolean("late", true);
        Texts(json, "metadata", order.Request?.Metadata);
        if (withDetails)
            Texts(json, "details", order.Request?.Details);
        if (order.Failure is { } failure)
        {
            json.WriteStartObject("failure");
            json.WriteString("code", failure.Code);
            json.WriteString("message", failure.Message);
            json.WriteEndObject();
        }

        json.WriteNumber("version", order.Version);
        json.WriteString("created_at", Time(order.CreatedAt));
        json.WriteString("updated_at", Time(order.UpdatedAt));
        Text(json, "completed_at", order.CompletedAt is { } completed ? Time(completed) : null);
        json.WriteEndObject();
    }

    /// <summary>A time as RFC 3339 in UTC, to the millisecond.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Where the QR code of a payer's page is, as SVG.</summary>
    public static string QrUrl(string pageUrl) => $"{pageUrl}/qr.svg";

    /// <summary>How much more (or, if negative, less) arrived than was asked for; null if there is no difference.</summary>
    private static decimal? Difference(Order order) =>
        order is { Kind: OrderKind.Deposit, Amount: { } received, Request.Amount: var expected } && received != expected ? received - expected : null;

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string>? texts)
    {
        if (texts is null)
            return;
        json.WriteStartObject(name);
        foreach (var (key, value) in texts)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void Amount(Utf8JsonWriter json, string name, decimal? value) =>
        Text(json, name, value is { } amount ? Amounts.Format(amount) : null);
}

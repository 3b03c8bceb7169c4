using System.Text.Json;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Functions.Responses;

/// <summary>Items of merchants' lists, as they are on the wire.</summary>
internal static class ListJson
{
    /// <summary>An event, with the webhook's body as it was sent.</summary>
    public static void Event(Utf8JsonWriter json, StoredEvent stored)
    {
        json.WriteStartObject();
        json.WriteString("id", stored.Id);
        json.WriteString("object", "event");
        json.WriteString("type", stored.Type);
        json.WriteString("timestamp", OrderJson.Time(stored.OccurredAt));
        json.WriteString("order", stored.OrderId);
        json.WriteNumber("version", stored.Version);
        json.WritePropertyName("payload");
        json.WriteRawValue(stored.Body);
        json.WriteEndObject();
    }

    public static void Account(Utf8JsonWriter json, AccountView view)
    {
        var provider = view.Account.Provider;
        json.WriteStartObject();
        json.WriteString("id", view.Account.Id);
        json.WriteString("object", "account");
        json.WriteString("provider", view.Account.ProviderName);
        json.WriteStartObject("can");
        json.WriteBoolean("issue_deposit_addresses", provider.IssuesAddresses);
        json.WriteBoolean("make_payment_pages", provider.MakesPaymentPages);
        json.WriteBoolean("pay_withdrawals", provider.PaysWithdrawals && view.Account.Withdrawals.On);
        json.WriteBoolean("refresh_deposits", provider.AnswersQueries(OrderKind.Deposit));
        json.WriteBoolean("refresh_withdrawals", provider.AnswersQueries(OrderKind.Withdrawal));
        json.WriteBoolean("notify_deposits", provider.Renotifies(OrderKind.Deposit));
        json.WriteBoolean("notify_withdrawals", provider.Renotifies(OrderKind.Withdrawal));
        json.WriteEndObject();
        if (view.Currencies is { } currencies)
        {
            json.WriteStartArray("currencies");
            foreach (var currency in currencies)
            {
                json.WriteStartObject();
                json.WriteString("currency", currency.Symbol);
                if (currency.Network is { } network)
                    json.WriteString("network", network);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    public static void Endpoint(Utf8JsonWriter json, EndpointView view) => Endpoint(json, view, merchant: null);

    /// <summary>An endpoint; for operators with its merchant. Never its address, which may hold a secret.</summary>
    public static void Endpoint(Utf8JsonWriter json, EndpointView view, string? merchant)
    {
        json.WriteStartObject();
        json.WriteString("id", view.Id);
        json.WriteString("object", "endpoint");
        if (merchant is not null)
            json.WriteString("merchant", merchant);
        json.WriteString("state", SnakeCaseEnum.Of(view.State));
        if (view.Since is { } since)
            json.WriteString("since", OrderJson.Time(since));
        json.WriteStartObject("suspended");
        json.WriteNumber("count", view.Suspended.Count);
        json.WriteBoolean("complete", view.Suspended.Complete);
        if (view.Suspended.OldestSince is { } oldest)
            json.WriteString("oldest_since", OrderJson.Time(oldest));
        json.WriteEndObject();
        if (view.NextProbeAt is { } probeAt)
            json.WriteString("next_probe_at", OrderJson.Time(probeAt));
        json.WriteStartObject("last_24_hours");
        json.WriteNumber("attempts", view.Attempts.Attempts);
        json.WriteNumber("delivered", view.Attempts.Delivered);
        if (view.Attempts.Attempts > 0)
            json.WriteNumber("success_rate", Math.Round((decimal)view.Attempts.Delivered / view.Attempts.Attempts, 4));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Functions.Responses;

/// <summary>What operators see, as it is on the wire. Never the callback URL: its last part is a secret.</summary>
internal static class OperationJson
{
    public static IResult Of<T>(Result<T> result, Action<Utf8JsonWriter, T> write, int status = StatusCodes.Status200OK) => result switch
    {
        Result<T>.Success success => JsonResult.Of(json => write(json, success.Value), status),
        Result<T>.Failure failure => ProblemResult.Of(failure.Problem),
        _ => throw new InvalidOperationException("An answer is done or not."),
    };

    /// <summary>A callback without what came, for an answer to what was done with it.</summary>
    public static void Brief(Utf8JsonWriter json, QuarantinedCallback item) => Quarantined(json, item with { Received = null });

    public static void Quarantined(Utf8JsonWriter json, QuarantinedCallback item)
    {
        json.WriteStartObject();
        json.WriteString("id", item.Id);
        json.WriteString("account", item.Account);
        json.WriteString("verdict", item.Verdict);
        json.WriteString("detail", item.Detail);
        json.WriteString("received_at", OrderJson.Time(item.ReceivedAt));
        json.WriteNumber("bytes", item.Bytes);
        if (item.Received is { Callback: var callback })
        {
            json.WriteString("content_type", callback.ContentType);
            json.WriteString("query", callback.Query);
            json.WriteStartObject("headers");
            foreach (var (name, value) in callback.Headers)
                json.WriteString(name, Shown(name, value));
            json.WriteEndObject();
            json.WriteBase64String("body", callback.Body.Span);
            if (Utf8.IsValid(callback.Body.Span))
                json.WriteString("body_text", Encoding.UTF8.GetString(callback.Body.Span));
        }

        json.WriteEndObject();
    }

    public static void Groups(Utf8JsonWriter json, QuarantineOverview overview)
    {
        json.WriteStartObject();
        json.WriteStartArray("data");
        foreach (var group in overview.Groups)
        {
            json.WriteStartObject();
            json.WriteString("account", group.Account);
            json.WriteString("verdict", group.Verdict);
            json.WriteString("hour", OrderJson.Time(group.Hour));
            json.WriteNumber("callbacks", group.Callbacks);
            json.WriteNumber("bytes", group.Bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("complete", overview.Complete);
        json.WriteEndObject();
    }

    public static void Discarded(Utf8JsonWriter json, BulkDiscard step)
    {
        json.WriteStartObject();
        json.WriteNumber("discarded", step.Discarded);
        json.WriteBoolean("more", step.More);
        json.WriteEndObject();
    }

    public static void DeadLetter(Utf8JsonWriter json, DeadLetter item)
    {
        json.WriteStartObject();
        json.WriteString("key", item.Key);
        json.WriteString("order", item.OrderId);
        json.WriteString("what", item.What);
        json.WriteString("due_at", OrderJson.Time(item.DueAt));
        if (item.DeadLetteredAt is { } deadLetteredAt)
            json.WriteString("dead_lettered_at", OrderJson.Time(deadLetteredAt));
        json.WriteEndObject();
    }

    /// <param name="now">When it is looked at: what awaits a second operator is void after a while.</param>
    public static void Review(Utf8JsonWriter json, Order order, DateTimeOffset now)
    {
        json.WriteStartObject();
        ReviewMembers(json, order, now);
        json.WriteEndObject();
    }

    /// <summary>An order of any merchant's, in a list.</summary>
    public static void Found(Utf8JsonWriter json, Order order)
    {
        json.WriteStartObject();
        json.WriteString("merchant", order.MerchantId);
        json.WritePropertyName("order");
        OrderJson.Write(json, order);
        json.WriteEndObject();
    }

    /// <summary>The order, whose it is, and what a person has to know who decides on it.</summary>
    public static void ReviewMembers(Utf8JsonWriter json, Order order, DateTimeOffset now)
    {
        json.WriteString("merchant", order.MerchantId);
        json.WriteStartArray("reasons");
        foreach (var reason in Enum.GetValues<ReviewReason>().Where(reason => reason != ReviewReason.None && order.Reasons.HasFlag(reason)))
            json.WriteStringValue(SnakeCaseEnum.Of(reason));
        json.WriteEndArray();
        json.WriteBoolean("resubmittable", ReviewMachine.CanBeResubmitted(order));
        if (Proposal.Open(order, now) is { } proposal)
        {
            json.WriteStartObject("awaiting_second_operator");
            ReviewResult.Write(json, proposal);
            json.WriteEndObject();
        }

        json.WritePropertyName("order");
        OrderJson.Write(json, order);
    }

    public static void Open(Utf8JsonWriter json, Order order)
    {
        json.WriteStartObject();
        json.WriteString("merchant", order.MerchantId);
        json.WriteString("waits_for", SnakeCaseEnum.Of(order.NextAction!.What));
        json.WriteString("due_at", OrderJson.Time(order.NextAction.DueAt));
        if (order.StatusSince is { } since)
            json.WriteString("status_since", OrderJson.Time(since));
        json.WritePropertyName("order");
        OrderJson.Write(json, order);
        json.WriteEndObject();
    }

    public static void Failed(Utf8JsonWriter json, FailedWebhook item)
    {
        json.WriteStartObject();
        json.WriteString("event", item.EventId);
        json.WriteString("order", item.OrderId);
        json.WriteString("merchant", item.Merchant);
        json.WriteString("endpoint", item.Endpoint);
        json.WriteString("failed_at", OrderJson.Time(item.FailedAt));
        json.WriteString("result", item.Result);
        json.WriteEndObject();
    }

    public static void Endpoint(Utf8JsonWriter json, EndpointView item) => ListJson.Endpoint(json, item, item.MerchantId);

    /// <summary>A page of accounts' health.</summary>
    public static AccountHealthList Health(AccountHealthPage page) => new(
        [.. page.Page.Items.Select(item => new AccountHealthBody(
            item.Account, item.Merchant, item.Provider.Length > 0 ? item.Provider : null, item.IsBroken ? "broken" : "working", item.IsBroken ? item.Mistakes : null,
            item.LastCallbackAt, item.LastReconciledAt, item.OpenOrders, item.OpenOrdersComplete))],
        page.Page.Next,
        [.. page.Broken.Select(merchant => new BrokenMerchantBody(merchant.Id, merchant.IsOut, merchant.AllMistakes))]);

    public static void Queue(Utf8JsonWriter json, QueueDepth item)
    {
        json.WriteStartObject();
        json.WriteString("queue", item.Queue);
        json.WriteNumber("messages", item.Messages);
        if (item.OldestAt is { } at)
            json.WriteString("oldest_at", OrderJson.Time(at));
        json.WriteEndObject();
    }

    // An API key in a header is a credential of the account; its end tells an operator whose it is.
    private static string Shown(string name, string value) =>
        name.Contains("key", StringComparison.OrdinalIgnoreCase) ? "…" + (value.Length > 8 ? value[^4..] : "") : value;

    public sealed record AccountHealthList(
        IReadOnlyList<AccountHealthBody> Data, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextCursor, IReadOnlyList<BrokenMerchantBody> BrokenMerchants);

    public sealed record AccountHealthBody(
        string Account, string Merchant, string? Provider, string Status, IReadOnlyList<string>? Mistakes, DateTimeOffset? LastCallbackAt, DateTimeOffset? LastReconciledAt,
        int OpenOrders, bool OpenOrdersComplete);

    public sealed record BrokenMerchantBody(string Merchant, bool IsOut, IReadOnlyList<string> Mistakes);
}

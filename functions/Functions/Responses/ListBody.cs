using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Functions.Responses;

/// <summary>Items of merchants' lists, as they are on the wire.</summary>
internal static class ListBody
{
    public static AccountBody Account(AccountView view)
    {
        var provider = view.Served?.Provider;
        return new AccountBody(
            view.Id,
            "account",
            view.ProviderName.Length > 0 ? view.ProviderName : null,
            view.Served switch
            {
                null => "unavailable",
                { Disabled: true } => "disabled",
                _ => "working",
            },
            new Abilities(
                provider?.IssuesAddresses == true,
                provider?.MakesPaymentPages == true,
                provider?.PaysWithdrawals == true && view.Served!.Withdrawals.On,
                provider?.AnswersQueries(OrderKind.Deposit) == true,
                provider?.AnswersQueries(OrderKind.Withdrawal) == true,
                provider?.Renotifies(OrderKind.Deposit) == true,
                provider?.Renotifies(OrderKind.Withdrawal) == true
            ),
            view.Currencies is { } currencies ? [.. currencies.Select(currency => new CurrencyBody(currency.Symbol, currency.Network))] : null
        );
    }

    public static EndpointBody Endpoint(EndpointView view) => Endpoint(view, merchant: null);

    /// <summary>An endpoint; for operators with its merchant. Never its address, which may hold a secret.</summary>
    public static EndpointBody Endpoint(EndpointView view, string? merchant)
    {
        var (attempts, delivered) = (view.Attempts.Attempts, view.Attempts.Delivered);
        return new EndpointBody(
            view.Id,
            "endpoint",
            merchant,
            view.State,
            view.Since,
            new Suspended(view.Suspended.Count, view.Suspended.Complete, view.Suspended.OldestSince),
            view.NextProbeAt,
            new LastDay(attempts, delivered, attempts > 0 ? Math.Round((decimal)delivered / attempts, 4) : null)
        );
    }

    internal sealed record AccountBody(
        string Id,
        string Object,
        string? Provider,
        string Status,
        Abilities Can,
        IReadOnlyList<CurrencyBody>? Currencies
    );

    internal sealed record Abilities(
        bool IssueDepositAddresses,
        bool MakePaymentPages,
        bool PayWithdrawals,
        bool RefreshDeposits,
        bool RefreshWithdrawals,
        bool NotifyDeposits,
        bool NotifyWithdrawals
    );

    internal sealed record CurrencyBody(string Currency, string? Network);

    internal sealed record EndpointBody(
        string Id,
        string Object,
        string? Merchant,
        EndpointState State,
        DateTimeOffset? Since,
        Suspended Suspended,
        DateTimeOffset? NextProbeAt,
        [property: JsonPropertyName("last_24_hours")] LastDay Last24Hours
    );

    internal sealed record Suspended(int Count, bool Complete, DateTimeOffset? OldestSince);

    /// <param name="SuccessRate">Left out when nothing was tried.</param>
    internal sealed record LastDay(long Attempts, long Delivered, [property: JsonConverter(typeof(NumberConverter))] decimal? SuccessRate);

    /// <summary>Other decimals are amounts, and so texts.</summary>
    internal sealed class NumberConverter : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Answers are only written.");

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
    }
}

/// <summary>Pages of lists, as they are on the wire.</summary>
internal static class ListResult
{
    public static IResult Of<TItem, TBody>(Result<ListPage<TItem>> result, Func<TItem, TBody> body) =>
        JsonResult.Of(result, page => Page(page, body));

    public static IResult Of<TItem, TBody>(ListPage<TItem> page, Func<TItem, TBody> body) => JsonResult.Of(Page(page, body));

    private static Body<TBody> Page<TItem, TBody>(ListPage<TItem> page, Func<TItem, TBody> body) => new([.. page.Items.Select(body)], page.Next);

    private sealed record Body<T>(IReadOnlyList<T> Data, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextCursor);
}

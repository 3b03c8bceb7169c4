using Microsoft.AspNetCore.Http;
using PaymentHub.Deposits;
using PaymentHub.Http;

namespace PaymentHub.Functions.Responses;

/// <summary>What a payer's page asks for while it is open, as it is on the wire.</summary>
internal static class PayerResult
{
    public static IResult Of(PayerPage page) =>
        JsonResult.Of(
            new StateJson(
                page.State,
                page.IsFinal,
                page.Received,
                page.Missing,
                page.Currencies is [var currency] ? currency : null,
                page.PayBy,
                page.Revision
            )
        );

    private sealed record StateJson(
        PayerState State,
        bool Final,
        decimal? Received,
        decimal? Missing,
        string? Currency,
        DateTimeOffset? ExpiresAt,
        string Revision
    );
}

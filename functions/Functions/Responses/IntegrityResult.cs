using Microsoft.AspNetCore.Http;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Operations;

namespace PaymentHub.Functions.Responses;

/// <summary>The state of our own rows as operators see it.</summary>
internal static class IntegrityResult
{
    public static IResult Of(IntegrityReport? report) =>
        report is null
            ? ProblemResult.Of(new Problem(404, "not_found", "The integrity check has not run yet."))
            : JsonResult.Of(
                new Body(
                    "integrity",
                    report.At,
                    new Listings(report.RoundStartedAt, report.RoundFinishedAt, report.OrdersChecked, report.ListingsRepaired),
                    Of(report.PendingCallbacks),
                    Of(report.Overdue),
                    Of(report.DeadLetters),
                    new Suspended(report.Suspended.Count, report.Suspended.Examples),
                    new Unreadable(report.Unreadable.Count, report.Unreadable.Examples)
                )
            );

    private static Late Of(IntegrityFinding finding) => new(finding.Count, finding.Examples);

    private sealed record Body(
        string Object,
        DateTimeOffset At,
        Listings Listings,
        Late PendingCallbacks,
        Late Overdue,
        Late DeadLetters,
        Suspended Suspended,
        Unreadable Unreadable
    );

    private sealed record Listings(DateTimeOffset RoundStartedAt, DateTimeOffset? RoundFinishedAt, int OrdersChecked, int Repaired);

    private sealed record Late(int Count, IReadOnlyList<string> Oldest);

    private sealed record Suspended(int Count, IReadOnlyList<string> Endpoints);

    private sealed record Unreadable(int Count, IReadOnlyList<string> Orders);
}

using Microsoft.AspNetCore.Http;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Reconciliation;

namespace PaymentHub.Functions.Responses;

/// <summary>Reconciliations as operators see them.</summary>
internal static class ReconciliationResult
{
    /// <summary>One back-fill with its lists.</summary>
    public static IResult OfBackfill(Result<IReadOnlyList<ReconciliationJob>> result) =>
        JsonResult.Of(
            result,
            Backfill,
            result is Result<IReadOnlyList<ReconciliationJob>>.Success { Created: true } ? StatusCodes.Status202Accepted : StatusCodes.Status200OK
        );

    /// <summary>Everything of an account.</summary>
    public static IResult OfAll(Result<IReadOnlyList<ReconciliationJob>> result) => JsonResult.Of(result, jobs => new All([.. jobs.Select(Of)]));

    private static Body Backfill(IReadOnlyList<ReconciliationJob> jobs)
    {
        var first = jobs[0];
        return new Body(
            "reconciliation",
            first.BackfillId!,
            first.AccountId,
            StatusOf(jobs),
            first.From,
            first.To!.Value,
            first.CreatedAt,
            first.RequestedBy,
            [.. jobs.Select(Of)]
        );
    }

    /// <summary>The whole is as far as the list that is behind; one that failed makes it fail.</summary>
    private static string StatusOf(IReadOnlyList<ReconciliationJob> jobs) =>
        jobs.Any(job => job.FinishedAt is null)
            ? jobs.All(job => job.Status == "waiting")
                ? "waiting"
                : "running"
            : jobs.FirstOrDefault(job => job.Status == "failed")?.Status ?? "completed";

    private static List Of(ReconciliationJob job) =>
        new(job.Kind, job.BackfillId ?? "regular", job.Status, job.SeenUpTo)
        {
            Reading = job.Scan is { } scan ? new Reading(scan.From, scan.To, scan.Page) : null,
            Pages = job.Counts.Pages,
            Seen = job.Counts.Seen,
            New = job.Counts.Created,
            Changed = job.Counts.Changed,
            Unknown = job.Counts.Unknown,
            Unsettled = job.Counts.Unsettled,
            Unread = job.Counts.Unread,
            LastUnreadAt = job.LastUnreadAt,
            UnreadLines = job.LastUnreadAt is null ? null : job.Unread,
            Failures = job.LastFailure is null ? null : job.Failures,
            Failure = job.LastFailure,
            LastSuccessAt = job.LastSuccessAt,
            DueAt = job.DueAt,
            FinishedAt = job.FinishedAt,
        };

    private sealed record All(IReadOnlyList<List> Data);

    private sealed record Body(
        string Object,
        string Id,
        string Account,
        string Status,
        DateTimeOffset From,
        DateTimeOffset To,
        DateTimeOffset CreatedAt,
        string? RequestedBy,
        IReadOnlyList<List> Lists
    );

    /// <summary>A list, and how far its reading is.</summary>
    private sealed record List(OrderKind Kind, string Reconciliation, string Status, DateTimeOffset SeenUpTo)
    {
        public Reading? Reading { get; init; }

        public int Pages { get; init; }

        public int Seen { get; init; }

        public int New { get; init; }

        public int Changed { get; init; }

        public int Unknown { get; init; }

        public int Unsettled { get; init; }

        public int Unread { get; init; }

        public DateTimeOffset? LastUnreadAt { get; init; }

        public IReadOnlyList<string>? UnreadLines { get; init; }

        public int? Failures { get; init; }

        public string? Failure { get; init; }

        public DateTimeOffset? LastSuccessAt { get; init; }

        public DateTimeOffset? DueAt { get; init; }

        public DateTimeOffset? FinishedAt { get; init; }
    }

    private sealed record Reading(DateTimeOffset From, DateTimeOffset To, int Page);
}

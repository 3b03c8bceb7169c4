using System.Text.Json;
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
    public static IResult OfBackfill(Result<IReadOnlyList<ReconciliationJob>> result) => result switch
    {
        Result<IReadOnlyList<ReconciliationJob>>.Success success => JsonResult.Of(
            json =>
            {
                var first = success.Value[0];
                json.WriteStartObject();
                json.WriteString("object", "reconciliation");
                json.WriteString("id", first.BackfillId);
                json.WriteString("account", first.AccountId);
                json.WriteString("status", StatusOf(success.Value));
                json.WriteString("from", OrderJson.Time(first.From));
                json.WriteString("to", OrderJson.Time(first.To!.Value));
                json.WriteString("created_at", OrderJson.Time(first.CreatedAt));
                if (first.RequestedBy is { } by)
                    json.WriteString("requested_by", by);
                Write(json, "lists", success.Value);
                json.WriteEndObject();
            },
            success.Created ? StatusCodes.Status202Accepted : StatusCodes.Status200OK),
        Result<IReadOnlyList<ReconciliationJob>>.Failure failure => ProblemResult.Of(failure.Problem),
        _ => throw new InvalidOperationException("An answer is done or not."),
    };

    /// <summary>Everything of an account.</summary>
    public static IResult OfAll(Result<IReadOnlyList<ReconciliationJob>> result) => result switch
    {
        Result<IReadOnlyList<ReconciliationJob>>.Success success => JsonResult.Of(json =>
        {
            json.WriteStartObject();
            Write(json, "data", success.Value);
            json.WriteEndObject();
        }),
        Result<IReadOnlyList<ReconciliationJob>>.Failure failure => ProblemResult.Of(failure.Problem),
        _ => throw new InvalidOperationException("An answer is done or not."),
    };

    /// <summary>The whole is as far as the list that is behind; one that failed makes it fail.</summary>
    private static string StatusOf(IReadOnlyList<ReconciliationJob> jobs) =>
        jobs.Any(job => job.FinishedAt is null)
            ? jobs.All(job => job.Status == "waiting") ? "waiting" : "running"
            : jobs.FirstOrDefault(job => job.Status == "failed")?.Status ?? "completed";

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<ReconciliationJob> jobs)
    {
        json.WriteStartArray(name);
        foreach (var job in jobs)
            Write(json, job);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ReconciliationJob job)
    {
        json.WriteStartObject();
        json.WriteString("kind", SnakeCaseEnum.Of(job.Kind));
        json.WriteString("reconciliation", job.BackfillId ?? "regular");
        json.WriteString("status", job.Status);
        json.WriteString("seen_up_to", OrderJson.Time(job.SeenUpTo));
        if (job.Scan is { } scan)
        {
            json.WriteStartObject("reading");
            json.WriteString("from", OrderJson.Time(scan.From));
            json.WriteString("to", OrderJson.Time(scan.To));
            json.WriteNumber("page", scan.Page);
            json.WriteEndObject();
        }

        json.WriteNumber("pages", job.Counts.Pages);
        json.WriteNumber("seen", job.Counts.Seen);
        json.WriteNumber("new", job.Counts.Created);
        json.WriteNumber("changed", job.Counts.Changed);
        json.WriteNumber("unknown", job.Counts.Unknown);
        json.WriteNumber("unsettled", job.Counts.Unsettled);
        json.WriteNumber("unread", job.Counts.Unread);
        if (job.LastUnreadAt is { } unreadAt)
        {
            json.WriteString("last_unread_at", OrderJson.Time(unreadAt));
            json.WriteStartArray("unread_lines");
            foreach (var sentence in job.Unread)
                json.WriteStringValue(sentence);
            json.WriteEndArray();
        }

        if (job.LastFailure is { } failure)
        {
            json.WriteNumber("failures", job.Failures);
            json.WriteString("failure", failure);
        }

        Time(json, "last_success_at", job.LastSuccessAt);
        Time(json, "due_at", job.DueAt);
        Time(json, "finished_at", job.FinishedAt);
        json.WriteEndObject();
    }

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } value)
            json.WriteString(name, OrderJson.Time(value));
    }
}

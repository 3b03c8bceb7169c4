using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Reconciliation;

namespace PaymentHub.Triggers;

/// <summary>Sweeps as operators see them.</summary>
internal static class ReconciliationResult
{
    /// <summary>One back-fill with its lists.</summary>
    public static IResult OfBackfill(Answer<IReadOnlyList<AccountSweep>> answer) => answer switch
    {
        Answer<IReadOnlyList<AccountSweep>>.Done done => JsonResult.Of(
            json =>
            {
                var first = done.Value[0];
                json.WriteStartObject();
                json.WriteString("object", "sweep");
                json.WriteString("id", first.BackfillId);
                json.WriteString("account", first.AccountId);
                json.WriteString("status", StatusOf(done.Value));
                json.WriteString("from", OrderJson.Time(first.From));
                json.WriteString("to", OrderJson.Time(first.To!.Value));
                json.WriteString("created_at", OrderJson.Time(first.CreatedAt));
                Write(json, "lists", done.Value);
                json.WriteEndObject();
            },
            done.Created ? StatusCodes.Status202Accepted : StatusCodes.Status200OK),
        Answer<IReadOnlyList<AccountSweep>>.Not not => ProblemResult.Of(not.Problem),
        _ => throw new InvalidOperationException("An answer is done or not."),
    };

    /// <summary>Everything of an account.</summary>
    public static IResult OfAll(Answer<IReadOnlyList<AccountSweep>> answer) => answer switch
    {
        Answer<IReadOnlyList<AccountSweep>>.Done done => JsonResult.Of(json =>
        {
            json.WriteStartObject();
            Write(json, "data", done.Value);
            json.WriteEndObject();
        }),
        Answer<IReadOnlyList<AccountSweep>>.Not not => ProblemResult.Of(not.Problem),
        _ => throw new InvalidOperationException("An answer is done or not."),
    };

    /// <summary>The whole is as far as the list that is behind; one that failed makes it fail.</summary>
    private static string StatusOf(IReadOnlyList<AccountSweep> sweeps) =>
        sweeps.Any(sweep => sweep.FinishedAt is null)
            ? sweeps.All(sweep => sweep.Status == "waiting") ? "waiting" : "running"
            : sweeps.FirstOrDefault(sweep => sweep.Status == "failed")?.Status ?? "completed";

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<AccountSweep> sweeps)
    {
        json.WriteStartArray(name);
        foreach (var sweep in sweeps)
            Write(json, sweep);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, AccountSweep sweep)
    {
        json.WriteStartObject();
        json.WriteString("kind", Words.Of(sweep.Kind));
        json.WriteString("sweep", sweep.BackfillId ?? "regular");
        json.WriteString("status", sweep.Status);
        json.WriteString("seen_up_to", OrderJson.Time(sweep.SeenUpTo));
        if (sweep.Window is { } window)
        {
            json.WriteStartObject("reading");
            json.WriteString("from", OrderJson.Time(window.From));
            json.WriteString("to", OrderJson.Time(window.To));
            json.WriteNumber("page", window.Page);
            json.WriteEndObject();
        }

        json.WriteNumber("pages", sweep.Tally.Pages);
        json.WriteNumber("seen", sweep.Tally.Seen);
        json.WriteNumber("new", sweep.Tally.Created);
        json.WriteNumber("changed", sweep.Tally.Changed);
        json.WriteNumber("unknown", sweep.Tally.Unknown);
        json.WriteNumber("unsettled", sweep.Tally.Unsettled);
        json.WriteNumber("unread", sweep.Tally.Unread);
        if (sweep.LastUnreadAt is { } unreadAt)
        {
            json.WriteString("last_unread_at", OrderJson.Time(unreadAt));
            json.WriteStartArray("unread_lines");
            foreach (var sentence in sweep.Unread)
                json.WriteStringValue(sentence);
            json.WriteEndArray();
        }

        if (sweep.LastFailure is { } failure)
        {
            json.WriteNumber("failures", sweep.Failures);
            json.WriteString("failure", failure);
        }

        Time(json, "last_success_at", sweep.LastSuccessAt);
        Time(json, "due_at", sweep.DueAt);
        Time(json, "finished_at", sweep.FinishedAt);
        json.WriteEndObject();
    }

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } value)
            json.WriteString(name, OrderJson.Time(value));
    }
}

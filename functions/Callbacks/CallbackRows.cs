using System.Text.Json;
using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Providers;
using PaymentHub.Storage;

namespace PaymentHub.Callbacks;

/// <summary>Received callbacks as table rows and back: the raw bytes and everything a signature may cover.</summary>
internal static class CallbackRows
{
    public const string Verdict = "Verdict";

    public static TableEntity Evidence(ReceivedCallback received) =>
        new(Keys.CallbackBucket(received.Id), Keys.Callback(received.Id))
        {
            ["Id"] = received.Id.Text,
            ["Account"] = received.AccountId,
            ["Body"] = received.Callback.Body.ToArray(),
            ["ContentType"] = received.Callback.ContentType,
            ["Headers"] = JsonSerializer.Serialize(received.Callback.Headers, StoredJson.Plain),
            ["Path"] = received.Callback.Path,
            ["Query"] = received.Callback.Query,
            ["ReceivedAt"] = received.Callback.ReceivedAt,
            ["DueAt"] = received.DueAt,
            ["Postponed"] = received.Postponed,
            ["Unconfirmed"] = received.Unconfirmed,
        };

    public static ReceivedCallback Evidence(TableEntity row) =>
        new(
            new CallbackId(row.Text("Id")),
            row.Text("Account"),
            new Callback
            {
                Body = row.GetBinary("Body"),
                ContentType = row.Text("ContentType"),
                Headers = JsonSerializer.Deserialize<Dictionary<string, string>>(row.Text("Headers"))!,
                Path = row.Text("Path"),
                Query = row.Text("Query"),
                ReceivedAt = row.GetDateTimeOffset("ReceivedAt")!.Value,
            },
            row.GetDateTimeOffset("DueAt")!.Value,
            row.GetInt32("Postponed")!.Value,
            row.GetInt32("Unconfirmed")!.Value
        );

    /// <summary>The change that an outcome makes to the evidence; merged into it.</summary>
    public static TableEntity Outcome(CallbackId id, CallbackOutcome outcome, DateTimeOffset now) =>
        new(Keys.CallbackBucket(id), Keys.Callback(id))
        {
            [Verdict] = outcome.Verdict,
            ["Detail"] = outcome.Detail,
            ["OrderId"] = outcome.OrderId,
            ["ConcludedAt"] = now,
        };

    /// <summary>Who takes a callback out of quarantine, for the evidence.</summary>
    /// <param name="how">Replayed or Discarded.</param>
    public static void TakeOut(TableEntity evidence, string how, Deed deed, DateTimeOffset now)
    {
        evidence[how + "By"] = deed.By.Name;
        evidence[how + "At"] = now;
        if (deed.Note is not null)
            evidence[how + "Note"] = deed.Note;
    }

    /// <summary>The change that a postponement makes to the evidence; merged into it.</summary>
    public static TableEntity Postponement(ReceivedCallback later) =>
        new(Keys.CallbackBucket(later.Id), Keys.Callback(later.Id))
        {
            ["DueAt"] = later.DueAt,
            ["Postponed"] = later.Postponed,
            ["Unconfirmed"] = later.Unconfirmed,
        };

    /// <summary>The row of a callback in quarantine.</summary>
    public static TableEntity Quarantined(ReceivedCallback received, CallbackOutcome? outcome = null) =>
        new(Keys.CallbackBucket(received.Id), Keys.Quarantined(received.Callback.ReceivedAt, received.Id))
        {
            ["Id"] = received.Id.Text,
            ["Account"] = received.AccountId,
            [Verdict] = outcome?.Verdict,
            ["Detail"] = outcome?.Detail,
            ["ReceivedAt"] = received.Callback.ReceivedAt,
            ["Bytes"] = received.Callback.Body.Length,
        };
}

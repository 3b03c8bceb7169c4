using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;

namespace PaymentHub.Functions.Responses;

/// <summary>The state of our own rows as operators see it.</summary>
internal static class IntegrityResult
{
    public static IResult Of(IntegrityReport? report) => report is null
        ? ProblemResult.Of(new Problem(404, "not_found", "The integrity check has not run yet."))
        : JsonResult.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("object", "integrity");
            json.WriteString("at", OrderJson.Time(report.At));
            json.WriteStartObject("listings");
            json.WriteString("round_started_at", OrderJson.Time(report.RoundStartedAt));
            if (report.RoundFinishedAt is { } finished)
                json.WriteString("round_finished_at", OrderJson.Time(finished));
            json.WriteNumber("orders_checked", report.OrdersChecked);
            json.WriteNumber("repaired", report.ListingsRepaired);
            json.WriteEndObject();
            Write(json, "pending_callbacks", report.PendingCallbacks);
            Write(json, "overdue", report.Overdue);
            Write(json, "dead_letters", report.DeadLetters);
            Write(json, "suspended", report.Suspended, "endpoints");
            Write(json, "unreadable", report.Unreadable, "orders");
            json.WriteEndObject();
        });

    private static void Write(Utf8JsonWriter json, string name, IntegrityFinding finding, string examples = "oldest")
    {
        json.WriteStartObject(name);
        json.WriteNumber("count", finding.Count);
        json.WriteStartArray(examples);
        foreach (var example in finding.Examples)
            json.WriteStringValue(example);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Reconciliation;

namespace PaymentHub.Triggers;

/// <summary>An audit as operators see it: how far it is, and the truth report when it has ended.</summary>
internal static class AuditResult
{
    public static IResult Of(Answer<StoredAudit> answer) => answer switch
    {
        Answer<StoredAudit>.Done done => JsonResult.Of(
            json => Write(json, done.Value.Job, done.Value.Report), done.Created ? StatusCodes.Status202Accepted : StatusCodes.Status200OK),
        Answer<StoredAudit>.Not not => ProblemResult.Of(not.Problem),
        _ => throw new InvalidOperationException("An answer is done or not."),
    };

    private static void Write(Utf8JsonWriter json, AuditJob job, string? report)
    {
        json.WriteStartObject();
        json.WriteString("object", "audit");
        json.WriteString("id", job.Id);
        json.WriteString("account", job.AccountId);
        json.WriteString("status", job.Status);
        json.WriteString("from", OrderJson.Time(job.Range.From));
        json.WriteString("to", OrderJson.Time(job.Range.To));
        json.WriteString("created_at", OrderJson.Time(job.CreatedAt));
        if (job.FinishedAt is { } finishedAt)
            json.WriteString("finished_at", OrderJson.Time(finishedAt));
        if (job.Failure is { } failure)
            json.WriteString("failure", failure);
        if (report is not null)
        {
            using var found = JsonDocument.Parse(report);
            foreach (var member in found.RootElement.EnumerateObject())
                member.WriteTo(json);
        }

        json.WriteEndObject();
    }
}

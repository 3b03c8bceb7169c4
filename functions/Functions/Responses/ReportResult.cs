using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Reconciliation;

namespace PaymentHub.Functions.Responses;

/// <summary>A report as operators see it: how far it is, and the report when it has ended.</summary>
internal static class ReportResult
{
    public static IResult Of(Result<StoredReportJob> result) => result switch
    {
        Result<StoredReportJob>.Success success => JsonResult.Of(
            json => Write(json, success.Value.Job, success.Value.Report), success.Created ? StatusCodes.Status202Accepted : StatusCodes.Status200OK),
        Result<StoredReportJob>.Failure failure => ProblemResult.Of(failure.Problem),
        _ => throw new InvalidOperationException("An answer is done or not."),
    };

    private static void Write(Utf8JsonWriter json, ReportJob job, string? report)
    {
        json.WriteStartObject();
        json.WriteString("object", "report");
        json.WriteString("id", job.Id);
        json.WriteString("account", job.AccountId);
        json.WriteString("status", job.Status);
        json.WriteString("from", OrderJson.Time(job.Range.From));
        json.WriteString("to", OrderJson.Time(job.Range.To));
        json.WriteString("created_at", OrderJson.Time(job.CreatedAt));
        if (job.RequestedBy is { } by)
            json.WriteString("requested_by", by);
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

using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Reconciliation;

namespace PaymentHub.Functions.Responses;

/// <summary>A report as operators see it: how far it is, and the report when it has ended.</summary>
internal static class ReportResult
{
    public static IResult Of(Result<StoredReportJob> result) =>
        JsonResult.Of(
            result,
            stored =>
                Of(stored.Job) with
                {
                    Report = stored.Report is { } report ? JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(report) : null,
                },
            result is Result<StoredReportJob>.Success { Created: true } ? StatusCodes.Status202Accepted : StatusCodes.Status200OK
        );

    /// <summary>Those of an account.</summary>
    public static IResult OfAll(Result<IReadOnlyList<StoredReportJob>> result) =>
        JsonResult.Of(result, stored => new All([.. stored.Select(one => Of(one.Job))]));

    private static Body Of(ReportJob job) =>
        new("report", job.Id, job.AccountId, job.Status, job.Range.From, job.Range.To, job.CreatedAt, job.RequestedBy, job.FinishedAt, job.Failure);

    private sealed record All(IReadOnlyList<Body> Data);

    private sealed record Body(
        string Object,
        string Id,
        string Account,
        string Status,
        DateTimeOffset From,
        DateTimeOffset To,
        DateTimeOffset CreatedAt,
        string? RequestedBy,
        DateTimeOffset? FinishedAt,
        string? Failure
    )
    {
        /// <summary>The report's own members, as they are stored.</summary>
        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Report { get; init; }
    }
}

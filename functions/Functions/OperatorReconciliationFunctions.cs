using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Reconciliation;

namespace PaymentHub.Functions;

/// <summary>Reading the providers' lists and comparing them with ours, for operators.</summary>
public sealed class OperatorReconciliationFunctions(Backfills backfills, ReconciliationReports reports, HttpEdge edge)
{
    /// <summary>POST /ops/accounts/{account}/reconciliations?from=&amp;to=: has the account's lists read again from a time to a time.</summary>
    [Function(nameof(StartReconciliation))]
    public Task<IResult> StartReconciliation(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/accounts/{account}/reconciliations")] HttpRequest request,
        string account
    ) =>
        edge.ChangeAsync(
            request,
            OperatorRoles.Operate,
            OwnDeadline.Storing,
            async (by, token) =>
                ReconciliationResult.OfBackfill(await backfills.StartAsync(by, account, request.Query["from"], request.Query["to"], token))
        );

    /// <summary>GET /ops/accounts/{account}/reconciliations: how far the account's lists have been read, and its back-fills.</summary>
    [Function(nameof(ListReconciliations))]
    public Task<IResult> ListReconciliations(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/accounts/{account}/reconciliations")] HttpRequest request,
        string account,
        CancellationToken cancellationToken
    ) => edge.RunAsync(request, OperatorRoles.View, async _ => ReconciliationResult.OfAll(await backfills.ListAsync(account, cancellationToken)));

    /// <summary>GET /ops/accounts/{account}/reconciliations/{id}: how far a back-fill has come, and its result.</summary>
    [Function(nameof(GetReconciliation))]
    public Task<IResult> GetReconciliation(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/accounts/{account}/reconciliations/{id}")] HttpRequest request,
        string account,
        string id,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            OperatorRoles.View,
            async _ => ReconciliationResult.OfBackfill(await backfills.FindAsync(account, id, cancellationToken))
        );

    /// <summary>POST /ops/accounts/{account}/reports?from=&amp;to=: has our orders and the provider's set side by side.</summary>
    [Function(nameof(CreateReport))]
    public Task<IResult> CreateReport(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/accounts/{account}/reports")] HttpRequest request,
        string account
    ) =>
        edge.ChangeAsync(
            request,
            OperatorRoles.Operate,
            OwnDeadline.Storing,
            async (by, token) => ReportResult.Of(await reports.StartAsync(by, account, request.Query["from"], request.Query["to"], token))
        );

    /// <summary>GET /ops/accounts/{account}/reports: the account's reports, newest first.</summary>
    [Function(nameof(ListReports))]
    public Task<IResult> ListReports(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/accounts/{account}/reports")] HttpRequest request,
        string account,
        CancellationToken cancellationToken
    ) => edge.RunAsync(request, OperatorRoles.View, async _ => ReportResult.OfAll(await reports.ListAsync(account, cancellationToken)));

    /// <summary>GET /ops/accounts/{account}/reports/{id}: how far a report is, and every difference that it found.</summary>
    [Function(nameof(GetReport))]
    public Task<IResult> GetReport(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/accounts/{account}/reports/{id}")] HttpRequest request,
        string account,
        string id,
        CancellationToken cancellationToken
    ) => edge.RunAsync(request, OperatorRoles.View, async _ => ReportResult.Of(await reports.FindAsync(account, id, cancellationToken)));
}

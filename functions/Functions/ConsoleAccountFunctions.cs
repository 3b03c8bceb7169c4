using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Http;
using PaymentHub.Http.Console;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Reconciliation;

namespace PaymentHub.Functions;

/// <summary>Accounts in the console: how they are, back-fills and reports.</summary>
public sealed class ConsoleAccountFunctions(
    ConsoleEdge console,
    AccountActivity activity,
    ConsoleReconciliation reconciliation,
    MerchantDirectory directory,
    PageRenderer renderer,
    TimeProvider clock
)
{
    /// <summary>GET /console/accounts: all merchants' accounts.</summary>
    [Function(nameof(ShowAccounts))]
    public Task<IResult> ShowAccounts(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "console/accounts")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        console.ShowAsync(
            request,
            async visit =>
                await (await activity.ListAsync(request.Query, cancellationToken)).Match(
                    page =>
                        renderer.RenderAsync<ConsoleAccounts>(
                            new()
                            {
                                [nameof(ConsoleAccounts.Visit)] = visit,
                                [nameof(ConsoleAccounts.Page)] = page.Value,
                                [nameof(ConsoleAccounts.Now)] = clock.GetUtcNow(),
                            }
                        ),
                    problem => console.SayAsync(visit, problem.Status, ConsoleWords.Text(problem))
                )
        );

    /// <summary>GET /console/accounts/{account}: one account, with its lists, back-fills and reports.</summary>
    [Function(nameof(ShowAccount))]
    public Task<IResult> ShowAccount(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "console/accounts/{account}")] HttpRequest request,
        string account,
        CancellationToken cancellationToken
    ) => console.ShowAsync(request, visit => ShowAsync(visit, account, ConsoleDone.Said(request.Query["done"]), null, cancellationToken));

    /// <summary>POST /console/accounts/{account}/reconciliations: has its lists of some time read again.</summary>
    [Function(nameof(StartBackfillInConsole))]
    public Task<IResult> StartBackfillInConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/accounts/{account}/reconciliations")] HttpRequest request,
        string account
    ) => StartAsync(request, account, reconciliation.Backfills.StartAsync, _ => $"/console/accounts/{account}?done=started");

    /// <summary>POST /console/accounts/{account}/reports: has both sides of some time compared.</summary>
    [Function(nameof(StartReportInConsole))]
    public Task<IResult> StartReportInConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/accounts/{account}/reports")] HttpRequest request,
        string account
    ) => StartAsync(request, account, reconciliation.Reports.StartAsync, started => $"/console/accounts/{account}/reports/{started.Job.Id}");

    /// <summary>GET /console/accounts/{account}/reports/{id}: a report with its differences.</summary>
    [Function(nameof(ShowReport))]
    public Task<IResult> ShowReport(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "console/accounts/{account}/reports/{id}")] HttpRequest request,
        string account,
        string id,
        CancellationToken cancellationToken
    ) =>
        console.ShowAsync(
            request,
            async visit =>
                await (await reconciliation.Reports.FindAsync(account, id, cancellationToken)).Match(
                    found =>
                        renderer.RenderAsync<ConsoleReport>(
                            new()
                            {
                                [nameof(ConsoleReport.Visit)] = visit,
                                [nameof(ConsoleReport.Job)] = found.Value.Job,
                                [nameof(ConsoleReport.Sections)] = ConsoleReportSection.Read(found.Value.Report),
                            }
                        ),
                    problem => console.SayAsync(visit, problem.Status, problem.Detail)
                )
        );

    /// <summary>Starts work on an account's lists from a time to a time, as the form says, and leads to where it shows.</summary>
    private Task<IResult> StartAsync<T>(
        HttpRequest request,
        string account,
        Func<Operator, string, string?, string?, CancellationToken, Task<Result<T>>> start,
        Func<T, string> shows
    ) =>
        console.ActAsync(
            request,
            OperatorRoles.Operate,
            async (visit, form, token) =>
                await (
                    await start(
                        visit.By,
                        account,
                        form.GetValueOrDefault("from").ToString().Trim(),
                        form.GetValueOrDefault("to").ToString().Trim(),
                        token
                    )
                ).Match(
                    started => Task.FromResult(ConsoleEdge.SeeOther(request, shows(started.Value))),
                    problem => ShowAsync(visit, account, null, problem, token)
                )
        );

    private async Task<IResult> ShowAsync(ConsoleVisit visit, string id, string? done, Problem? problem, CancellationToken cancellationToken)
    {
        if (directory.FindAccount(id) is not { } account)
            return await console.SayAsync(visit, StatusCodes.Status404NotFound, "There is no such account, or it is not served.");
        var jobs = await reconciliation.Backfills.ListAsync(id, cancellationToken);
        var reports = await reconciliation.Reports.ListAsync(id, cancellationToken);
        return await renderer.RenderAsync<ConsoleAccount>(
            new()
            {
                [nameof(ConsoleAccount.Visit)] = visit,
                [nameof(ConsoleAccount.Account)] = account,
                [nameof(ConsoleAccount.Jobs)] = jobs is Result<IReadOnlyList<ReconciliationJob>>.Success { Value: var read } ? read : [],
                [nameof(ConsoleAccount.Reports)] = reports is Result<IReadOnlyList<StoredReportJob>>.Success { Value: var made }
                    ? made.Select(one => one.Job).ToList()
                    : [],
                [nameof(ConsoleAccount.Done)] = done,
                [nameof(ConsoleAccount.Problem)] = problem is null ? null : ConsoleWords.Text(problem),
            },
            problem?.Status ?? StatusCodes.Status200OK
        );
    }
}

/// <summary>What reads the providers' lists and compares them with ours.</summary>
public sealed record ConsoleReconciliation(Backfills Backfills, ReconciliationReports Reports);

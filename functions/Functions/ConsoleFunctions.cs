using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Http;
using PaymentHub.Http.Console;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Operations;

namespace PaymentHub.Functions;

/// <summary>The operators' console: what <c>/ops</c> has, for a person in a browser.</summary>
public sealed class ConsoleFunctions(ConsoleEdge console, ConsoleWorkReader work, ConsoleLists lists, PageRenderer renderer, TimeProvider clock)
{
    /// <summary>GET /console: what needs a person now, and how the day goes.</summary>
    [Function(nameof(ShowConsole))]
    public Task<IResult> ShowConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "console")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        console.ShowAsync(
            request,
            async visit =>
                await renderer.RenderAsync<ConsoleOverview>(
                    new() { [nameof(ConsoleOverview.Visit)] = visit, [nameof(ConsoleOverview.Work)] = await work.ReadAsync(cancellationToken) }
                )
        );

    /// <summary>GET /console/waiting/{list}: reviews, quarantine, dead-letters or failed-webhooks, a page of them; or all of a part.</summary>
    [Function(nameof(ShowWaiting))]
    public Task<IResult> ShowWaiting(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "console/waiting/{list}")] HttpRequest request,
        string list,
        CancellationToken cancellationToken
    ) =>
        console.ShowAsync(
            request,
            visit =>
            {
                var cursor = request.Query["cursor"].ToString();
                return list switch
                {
                    "reviews" => PageAsync(visit, list, "Reviews", nameof(ConsoleWorkList.Reviews), lists.ReviewsAsync(cursor, cancellationToken)),
                    "quarantine" => PageAsync(
                        visit,
                        list,
                        "Quarantine",
                        nameof(ConsoleWorkList.Callbacks),
                        lists.QuarantineAsync(cursor, cancellationToken)
                    ),
                    "dead-letters" => PageAsync(
                        visit,
                        list,
                        "Dead letters",
                        nameof(ConsoleWorkList.Letters),
                        lists.DeadLettersAsync(cursor, cancellationToken)
                    ),
                    "failed-webhooks" => PageAsync(
                        visit,
                        list,
                        "Failed webhooks",
                        nameof(ConsoleWorkList.Webhooks),
                        lists.FailedAsync(cursor, cancellationToken)
                    ),
                    "decisions" => AllAsync(
                        visit,
                        "Waiting for a second operator",
                        nameof(ConsoleWorkList.Awaiting),
                        lists.AwaitingAsync(cancellationToken)
                    ),
                    "overdue" => AllAsync(visit, "Overdue orders", nameof(ConsoleWorkList.Reviews), lists.OverdueAsync(cancellationToken)),
                    "undelivered" => AllAsync(visit, "Failed webhooks", nameof(ConsoleWorkList.Webhooks), lists.Failed.CountAsync(cancellationToken)),
                    "endpoints" => AllAsync(
                        visit,
                        "Failing endpoints",
                        nameof(ConsoleWorkList.Endpoints),
                        lists.Endpoints.TroubledAsync(cancellationToken)
                    ),
                    "accounts" => AccountsAsync(visit, "Accounts to look at", _ => true, cancellationToken),
                    "silent" => AccountsAsync(visit, "Silent accounts", account => !account.IsBroken, cancellationToken),
                    "broken" => AccountsAsync(visit, "Accounts with mistakes", account => account.IsBroken, cancellationToken),
                    _ => console.SayAsync(visit, StatusCodes.Status404NotFound, "There is no such list."),
                };
            }
        );

    /// <summary>POST /console/sign-in: begins a session.</summary>
    [Function(nameof(SignIn))]
    public Task<IResult> SignIn([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/sign-in")] HttpRequest request) =>
        console.SignInAsync(request);

    /// <summary>POST /console/sign-out: ends it.</summary>
    [Function(nameof(SignOut))]
    public Task<IResult> SignOut([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/sign-out")] HttpRequest request) =>
        console.SignOutAsync(request);

    /// <summary>GET /console/openapi.yaml: the operators' API, for who is signed in: a browser sends no key.</summary>
    [Function(nameof(ShowOperatorsApi))]
    public Task<IResult> ShowOperatorsApi(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "console/openapi.yaml")] HttpRequest request
    ) => console.ShowAsync(request, _ => Task.FromResult(Results.Bytes(ApiDescription.Operators, "text/plain; charset=utf-8")));

    private async Task<IResult> AccountsAsync(ConsoleVisit visit, string title, Func<AccountHealth, bool> wanted, CancellationToken cancellationToken)
    {
        var all = await lists.AccountsAsync(cancellationToken);
        var some = all with { Items = [.. all.Items.Where(wanted)] };
        return await AllAsync(visit, title, nameof(ConsoleWorkList.Accounts), Task.FromResult(some));
    }

    private async Task<IResult> AllAsync<T>(ConsoleVisit visit, string title, string parameter, Task<Counted<T>> counting)
    {
        var all = await counting;
        return await renderer.RenderAsync<ConsoleWorkList>(
            new()
            {
                [nameof(ConsoleWorkList.Visit)] = visit,
                [nameof(ConsoleWorkList.Title)] = title,
                [nameof(ConsoleWorkList.Path)] = "/console",
                [nameof(ConsoleWorkList.Now)] = clock.GetUtcNow(),
                [nameof(ConsoleWorkList.Count)] = ConsoleWords.Count(all.Items.Count, all.More),
                [parameter] = all.Items,
            }
        );
    }

    private async Task<IResult> PageAsync<T>(ConsoleVisit visit, string list, string title, string parameter, Task<Result<ListPage<T>>> reading) =>
        await (await reading).Match(
            page =>
                renderer.RenderAsync<ConsoleWorkList>(
                    new()
                    {
                        [nameof(ConsoleWorkList.Visit)] = visit,
                        [nameof(ConsoleWorkList.Title)] = title,
                        [nameof(ConsoleWorkList.Path)] = $"/console/waiting/{list}",
                        [parameter] = page.Value.Items,
                        [nameof(ConsoleWorkList.Next)] = page.Value.Next,
                    }
                ),
            problem => console.SayAsync(visit, problem.Status, ConsoleWords.Text(problem))
        );
}

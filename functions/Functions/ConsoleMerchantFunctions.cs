using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Primitives;
using PaymentHub.Http;
using PaymentHub.Http.Console;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Webhooks;

namespace PaymentHub.Functions;

/// <summary>The directory in the console: who is served, who changed what, and how it is.</summary>
public sealed class ConsoleMerchantFunctions(
    ConsoleEdge console,
    DirectoryMerchants merchants,
    MerchantDirectory directory,
    ConsoleMerchantHealth health,
    PageRenderer renderer
)
{
    /// <summary>GET /console/merchants: all merchants.</summary>
    [Function(nameof(ShowMerchants))]
    public Task<IResult> ShowMerchants(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "console/merchants")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        console.ShowAsync(
            request,
            async visit =>
                await (await merchants.ListAsync(request.Query, cancellationToken)).Match(
                    page =>
                        renderer.RenderAsync<ConsoleMerchants>(
                            new() { [nameof(ConsoleMerchants.Visit)] = visit, [nameof(ConsoleMerchants.Page)] = page.Value }
                        ),
                    problem => console.SayAsync(visit, problem.Status, ConsoleWords.Text(problem))
                )
        );

    /// <summary>GET /console/merchants/{merchant}: one merchant, and what belongs to it.</summary>
    [Function(nameof(ShowMerchant))]
    public Task<IResult> ShowMerchant(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "console/merchants/{merchant}")] HttpRequest request,
        string merchant,
        CancellationToken cancellationToken
    ) =>
        console.ShowAsync(
            request,
            async visit =>
                await FindAsync(merchant, request.Query.Where(one => one.Key != "done"), cancellationToken) is { } view
                    ? await renderer.RenderAsync<ConsoleMerchant>(
                        new()
                        {
                            [nameof(ConsoleMerchant.Visit)] = visit,
                            [nameof(ConsoleMerchant.View)] = view,
                            [nameof(ConsoleMerchant.Done)] = ConsoleDone.Said(request.Query["done"]),
                        }
                    )
                    : await console.SayAsync(visit, StatusCodes.Status404NotFound, "There is no such merchant.")
        );

    private async Task<ConsoleMerchantView?> FindAsync(
        string id,
        IEnumerable<KeyValuePair<string, StringValues>> query,
        CancellationToken cancellationToken
    )
    {
        var found = (await merchants.FindAsync(id, cancellationToken) as Result<StoredMerchant>.Success)?.Value;
        // What the settings serve is what they say of it.
        var stored = found is { Differences: null } ? found : null;
        var served = directory.FindMerchant(id);
        var broken = directory.Broken.Where(merchant => merchant.Id == id).ToList();
        if (stored is null && served is null && broken.Count == 0)
            return null;
        var heard = (await health.Heard.ServedAsync(cancellationToken)).ToDictionary(one => one.Account, one => one.At, StringComparer.Ordinal);
        var endpoints = await health.Endpoints.ListAsync(
            new Dictionary<string, StringValues> { ["merchant"] = id, ["limit"] = "100" },
            cancellationToken
        );
        var history =
            stored is not null
            && await merchants.HistoryAsync(id, query, cancellationToken) is Result<ListPage<DirectoryChange>>.Success { Value: var page }
                ? page
                : null;
        return new ConsoleMerchantView(
            id,
            [
                .. directory
                    .Accounts.Where(account => account.MerchantId == id)
                    .Select(account => new ConsoleMerchantAccount(
                        account.Id,
                        account.ProviderName,
                        account.Disabled,
                        IsBroken: false,
                        heard.TryGetValue(account.Id, out var at) ? at : null
                    ))
                    .Concat(
                        broken
                            .SelectMany(merchant => merchant.Accounts)
                            .Select(account => new ConsoleMerchantAccount(account.Id, account.ProviderName, false, IsBroken: true, null))
                    )
                    .DistinctBy(account => account.Id)
                    .OrderBy(account => account.Id, StringComparer.Ordinal),
            ],
            endpoints is Result<ListPage<EndpointView>>.Success { Value: var views } ? views.Items : [],
            served?.Keys ?? [],
            stored is null ? new Dictionary<string, DateTimeOffset>() : await health.KeyUse.ReadAsync(id, cancellationToken),
            history
        )
        {
            Name = stored?.Name,
            Disabled = stored?.Disabled ?? false,
            Differences = found?.Differences,
            Mistakes = [.. broken.SelectMany(merchant => merchant.AllMistakes).Distinct()],
        };
    }
}

/// <summary>How a merchant's accounts, endpoints and keys are.</summary>
public sealed record ConsoleMerchantHealth(AccountsHeard Heard, EndpointHealth Endpoints, KeyUseStore KeyUse);

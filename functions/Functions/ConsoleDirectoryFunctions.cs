using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Http.Console;
using PaymentHub.Merchants;

namespace PaymentHub.Functions;

/// <summary>
/// Changing the directory at the console: the documents of <c>/ops/merchants</c>, by the same services. What would come of one is shown
/// before it is done, with every mistake by its field.
/// </summary>
public sealed class ConsoleDirectoryFunctions(ConsoleEdge console, ConsoleDirectory directory, ConsoleEdits edits)
{
    /// <summary>POST /console/merchants: takes a merchant on, to which nothing belongs yet.</summary>
    [Function(nameof(CreateMerchantInConsole))]
    public Task<IResult> CreateMerchantInConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/merchants")] HttpRequest request
    ) => edits.CreateAsync<MerchantDocument>(request, ConsoleDocument.Merchant, document => document.Id ?? "", directory.Merchants.CreateAsync);

    /// <summary>POST /console/merchants/{merchant}: disables a merchant, or enables it again.</summary>
    [Function(nameof(SetMerchantInConsole))]
    public Task<IResult> SetMerchantInConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/merchants/{merchant}")] HttpRequest request,
        string merchant
    ) =>
        console.ActAsync(
            request,
            OperatorRoles.Admin,
            async (visit, form, token) =>
            {
                var action = form.GetValueOrDefault("action").ToString();
                if (action is not ("disable" or "enable"))
                    return await console.SayAsync(visit, StatusCodes.Status400BadRequest, "It must be disable or enable.");
                var result = await ConsoleNote
                    .Read(visit, form)
                    .ThenAsync(deed =>
                        directory.Merchants.SetDisabledAsync(
                            new EditRequest(merchant, Author.Of(deed.By), IfMatch: null, DryRun: false) { Note = deed.Note },
                            action == "disable",
                            token
                        )
                    );
                return await result.Match(
                    _ => Task.FromResult(ConsoleEdge.SeeOther(request, $"/console/merchants/{merchant}?done={action}d")),
                    problem => console.SayAsync(visit, problem.Status, ConsoleWords.Text(problem))
                );
            }
        );

    /// <summary>POST /console/merchants/{merchant}/accounts: an account; its callback URL is shown this once.</summary>
    [Function(nameof(CreateAccountInConsole))]
    public Task<IResult> CreateAccountInConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/merchants/{merchant}/accounts")] HttpRequest request,
        string merchant
    ) => edits.CreateAsync<AccountDocument>(request, ConsoleDocument.Account, _ => merchant, directory.Accounts.CreateAsync);

    /// <summary>POST /console/merchants/{merchant}/endpoints: an endpoint; its secret is shown this once.</summary>
    [Function(nameof(CreateEndpointInConsole))]
    public Task<IResult> CreateEndpointInConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/merchants/{merchant}/endpoints")] HttpRequest request,
        string merchant
    ) => edits.CreateAsync<EndpointDocument>(request, ConsoleDocument.Endpoint, _ => merchant, directory.Endpoints.CreateAsync);

    /// <summary>POST /console/merchants/{merchant}/api-keys: an API key, which is shown this once.</summary>
    [Function(nameof(CreateApiKeyInConsole))]
    public Task<IResult> CreateApiKeyInConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/merchants/{merchant}/api-keys")] HttpRequest request,
        string merchant
    ) =>
        edits.CreateAsync<ApiKeyDocument>(
            request,
            ConsoleDocument.ApiKey,
            _ => merchant,
            directory.Keys.CreateAsync,
            (key, id) => key with { Id = key.Id ?? id }
        );
}

/// <summary>What changes the directory.</summary>
public sealed record ConsoleDirectory(DirectoryMerchants Merchants, DirectoryAccounts Accounts, DirectoryEndpoints Endpoints, DirectoryKeys Keys);

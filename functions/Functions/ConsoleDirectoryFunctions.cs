using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Http;
using PaymentHub.Http.Console;
using PaymentHub.Merchants;

namespace PaymentHub.Functions;

/// <summary>
/// Changing the directory at the console: the documents of <c>/ops/merchants</c>, by the same services. What would come of one is shown
/// before it is done, with every mistake by its field.
/// </summary>
public sealed class ConsoleDirectoryFunctions(ConsoleEdge console, ConsoleDirectory directory, PageRenderer renderer)
{
    /// <summary>POST /console/merchants: takes a merchant on, to which nothing belongs yet.</summary>
    [Function(nameof(CreateMerchantInConsole))]
    public Task<IResult> CreateMerchantInConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/merchants")] HttpRequest request
    ) => EditAsync<MerchantDocument>(request, ConsoleDocument.Merchant, document => document.Id ?? "", directory.Merchants.CreateAsync);

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
                var edit = new EditRequest(merchant, Author.Of(visit.By), IfMatch: null, DryRun: false);
                return await (await directory.Merchants.SetDisabledAsync(edit, action == "disable", token)).Match(
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
    ) => EditAsync<AccountDocument>(request, ConsoleDocument.Account, _ => merchant, directory.Accounts.CreateAsync);

    /// <summary>POST /console/merchants/{merchant}/endpoints: an endpoint; its secret is shown this once.</summary>
    [Function(nameof(CreateEndpointInConsole))]
    public Task<IResult> CreateEndpointInConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/merchants/{merchant}/endpoints")] HttpRequest request,
        string merchant
    ) => EditAsync<EndpointDocument>(request, ConsoleDocument.Endpoint, _ => merchant, directory.Endpoints.CreateAsync);

    /// <summary>POST /console/merchants/{merchant}/api-keys: an API key, which is shown this once.</summary>
    [Function(nameof(CreateApiKeyInConsole))]
    public Task<IResult> CreateApiKeyInConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/merchants/{merchant}/api-keys")] HttpRequest request,
        string merchant
    ) => EditAsync<ApiKeyDocument>(request, ConsoleDocument.ApiKey, _ => merchant, directory.Keys.CreateAsync);

    /// <summary>Shows what a document would change, or changes it.</summary>
    private Task<IResult> EditAsync<T>(
        HttpRequest request,
        ConsoleDocument kind,
        Func<T, string> merchantOf,
        Func<EditRequest, T, CancellationToken, Task<Result<DirectoryEdit>>> change
    )
        where T : class =>
        console.ActAsync(
            request,
            OperatorRoles.Admin,
            async (visit, form, token) =>
            {
                var text = form.GetValueOrDefault("document").ToString();
                // Whatever else a form says, nothing is done that has not been asked for by that word.
                var dry = form.GetValueOrDefault("action") != "apply";
                var result = await Read<T>(text)
                    .ThenAsync(read => change(new EditRequest(merchantOf(read), Author.Of(visit.By), IfMatch: null, dry), read, token));
                if (result is Result<DirectoryEdit>.Success { Value: var done } && !dry)
                {
                    return done.Secret is { } secret
                        ? await ShowSecretAsync(request, visit, kind, done, secret)
                        : ConsoleEdge.SeeOther(request, $"/console/merchants/{done.After.Id}?done=created");
                }

                var problem = (result as Result<DirectoryEdit>.Failure)?.Problem;
                return await renderer.RenderAsync<ConsoleEdit>(
                    new()
                    {
                        [nameof(ConsoleEdit.Visit)] = visit,
                        [nameof(ConsoleEdit.Kind)] = kind,
                        [nameof(ConsoleEdit.Path)] = request.Path.Value,
                        [nameof(ConsoleEdit.Document)] = text,
                        [nameof(ConsoleEdit.Plan)] = (result as Result<DirectoryEdit>.Success)?.Value,
                        [nameof(ConsoleEdit.Problem)] = problem,
                    },
                    problem?.Status ?? StatusCodes.Status200OK
                );
            },
            ConsoleEdge.MaxDocumentForm
        );

    private Task<IResult> ShowSecretAsync(HttpRequest request, ConsoleVisit visit, ConsoleDocument kind, DirectoryEdit edit, string secret)
    {
        ConsoleEdge.AllowCopying(request);
        return renderer.RenderAsync<ConsoleSecret>(
            new()
            {
                [nameof(ConsoleSecret.Visit)] = visit,
                [nameof(ConsoleSecret.Kind)] = kind,
                [nameof(ConsoleSecret.Edit)] = edit,
                [nameof(ConsoleSecret.Secret)] = secret,
            }
        );
    }

    private static Result<T> Read<T>(string text)
        where T : class =>
        Encoding.UTF8.GetBytes(text) is { Length: <= RequestJson.MaxBody } bytes
            ? RequestJson.Read<T>(bytes)
            : new Result<T>.Failure(Problem.InvalidRequest("", $"The document may have at most {RequestJson.MaxBody} bytes."));
}

/// <summary>What changes the directory.</summary>
public sealed record ConsoleDirectory(DirectoryMerchants Merchants, DirectoryAccounts Accounts, DirectoryEndpoints Endpoints, DirectoryKeys Keys);

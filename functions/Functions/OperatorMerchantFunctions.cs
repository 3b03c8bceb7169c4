using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;

namespace PaymentHub.Functions;

/// <summary>The directory's merchants, and the directory as a whole, for operators.</summary>
public sealed class OperatorMerchantFunctions(
    DirectoryMerchants merchants,
    DirectoryImports imports,
    DirectoryReencryption reencryption,
    HttpEdge edge
)
{
    /// <summary>GET /ops/merchants: all merchants, by id.</summary>
    [Function(nameof(ListMerchants))]
    public Task<IResult> ListMerchants(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/merchants")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            OperatorRoles.View,
            async _ => ListResult.Of(await merchants.ListAsync(request.Query, cancellationToken), DirectoryBody.Summary)
        );

    /// <summary>POST /ops/merchants: a merchant to which nothing belongs yet.</summary>
    [Function(nameof(CreateMerchant))]
    public Task<IResult> CreateMerchant([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/merchants")] HttpRequest request) =>
        edge.ChangeAsync<MerchantDocument>(
            request,
            OperatorRoles.Admin,
            (by, document, token) =>
                DirectoryResult.EditAsync(request, document.Id ?? "", Author.Of(by), edit => merchants.CreateAsync(edit, document, token))
        );

    /// <summary>GET /ops/merchants/{merchant}: a merchant, and the ids of what belongs to it.</summary>
    [Function(nameof(GetMerchant))]
    public Task<IResult> GetMerchant(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/merchants/{merchant}")] HttpRequest request,
        string merchant,
        CancellationToken cancellationToken
    ) => edge.RunAsync(request, OperatorRoles.View, async _ => DirectoryResult.Of(request, await merchants.FindAsync(merchant, cancellationToken)));

    /// <summary>PUT /ops/merchants/{merchant}: what is the merchant's own.</summary>
    [Function(nameof(ReplaceMerchant))]
    public Task<IResult> ReplaceMerchant(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "ops/merchants/{merchant}")] HttpRequest request,
        string merchant
    ) =>
        edge.ChangeAsync<MerchantDocument>(
            request,
            OperatorRoles.Admin,
            (by, document, token) =>
                DirectoryResult.EditAsync(request, merchant, Author.Of(by), edit => merchants.ReplaceAsync(edit, document, token))
        );

    /// <summary>POST /ops/merchants/{merchant}/disable: refuses its keys, and begins nothing new for it.</summary>
    [Function(nameof(DisableMerchant))]
    public Task<IResult> DisableMerchant(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/merchants/{merchant}/disable")] HttpRequest request,
        string merchant
    ) => EditAsync(request, merchant, (edit, token) => merchants.SetDisabledAsync(edit, true, token));

    /// <summary>POST /ops/merchants/{merchant}/enable: takes that back.</summary>
    [Function(nameof(EnableMerchant))]
    public Task<IResult> EnableMerchant(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/merchants/{merchant}/enable")] HttpRequest request,
        string merchant
    ) => EditAsync(request, merchant, (edit, token) => merchants.SetDisabledAsync(edit, false, token));

    /// <summary>POST /ops/merchants/{merchant}/import: makes of the directory's merchant what the settings say.</summary>
    [Function(nameof(ImportMerchant))]
    public Task<IResult> ImportMerchant(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/merchants/{merchant}/import")] HttpRequest request,
        string merchant
    ) => EditAsync(request, merchant, imports.ImportAsync);

    /// <summary>DELETE /ops/merchants/{merchant}/import: takes that back, as long as the settings count.</summary>
    [Function(nameof(DiscardImport))]
    public Task<IResult> DiscardImport(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "ops/merchants/{merchant}/import")] HttpRequest request,
        string merchant
    ) => EditAsync(request, merchant, imports.DiscardAsync);

    /// <summary>GET /ops/merchants/{merchant}/history: who changed what, newest first.</summary>
    [Function(nameof(ListMerchantHistory))]
    public Task<IResult> ListMerchantHistory(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/merchants/{merchant}/history")] HttpRequest request,
        string merchant,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            OperatorRoles.View,
            async _ => ListResult.Of(await merchants.HistoryAsync(merchant, request.Query, cancellationToken), DirectoryBody.Change)
        );

    /// <summary>A change that its address says in full.</summary>
    private Task<IResult> EditAsync(HttpRequest request, string merchant, Func<EditRequest, CancellationToken, Task<Result<DirectoryEdit>>> change) =>
        edge.ChangeAsync(
            request,
            OperatorRoles.Admin,
            OwnDeadline.Storing,
            (by, token) => DirectoryResult.EditAsync(request, merchant, Author.Of(by), edit => change(edit, token))
        );

    /// <summary>POST /ops/directory/reencrypt: seals what an older master key has sealed with the present one, step by step.</summary>
    [Function(nameof(ReencryptDirectory))]
    public Task<IResult> ReencryptDirectory(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/directory/reencrypt")] HttpRequest request
    ) =>
        edge.ChangeAsync(
            request,
            OperatorRoles.Admin,
            OwnDeadline.Asking,
            async (by, token) => JsonResult.Of(await reencryption.StepAsync(Author.Of(by), request.Query, token), DirectoryBody.Step)
        );
}

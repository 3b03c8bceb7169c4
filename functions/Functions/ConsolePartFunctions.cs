using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Primitives;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Http.Console;
using PaymentHub.Merchants;

namespace PaymentHub.Functions;

/// <summary>One account, endpoint or API key of the directory at the console: replacing its document, rotating its secret, revoking it.</summary>
public sealed class ConsolePartFunctions(ConsoleEdge console, ConsoleDirectory directory, ConsoleEdits edits, PageRenderer renderer)
{
    /// <summary>GET /console/merchants/{merchant}/{kind}/{id}: its document, but for secrets.</summary>
    [Function(nameof(ShowPart))]
    public Task<IResult> ShowPart(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "console/merchants/{merchant}/{kind}/{id}")] HttpRequest request,
        string merchant,
        string kind,
        string id,
        CancellationToken cancellationToken
    ) =>
        console.ShowAsync(request, visit => ShowAsync(visit, (merchant, kind, id), ConsoleDone.Said(request.Query["done"]), null, cancellationToken));

    /// <summary>POST /console/merchants/{merchant}/{kind}/{id}: changes it, on the version that is on the page.</summary>
    [Function(nameof(ChangePartInConsole))]
    public Task<IResult> ChangePartInConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/merchants/{merchant}/{kind}/{id}")] HttpRequest request,
        string merchant,
        string kind,
        string id
    ) =>
        console.ActAsync(
            request,
            OperatorRoles.Admin,
            async (visit, form, token) =>
            {
                var action = form.GetValueOrDefault("action").ToString();
                if (action is "plan" or "apply")
                    return await ReplaceAsync(request, (visit, form), (merchant, kind, id), token);
                if (ChangeOf(action, kind, id, form, token) is not { } change)
                    return await ShowAsync(visit, (merchant, kind, id), null, Problem.InvalidRequest("action", "There is no such action."), token);
                var removes = action is "revoke" or "delete";
                var result = await ConsoleEdits.RequestOf((visit, form), merchant, dry: false, needsNote: removes).ThenAsync(change);
                return result is Result<DirectoryEdit>.Success { Value: var done }
                    ? await edits.ShowAsync(
                        request,
                        visit,
                        ConsoleDocument.Of(kind)!,
                        done,
                        removes ? $"/console/merchants/{merchant}?done={action}d" : $"{request.Path.Value}?done=rotated"
                    )
                    : await ShowAsync(visit, (merchant, kind, id), null, ((Result<DirectoryEdit>.Failure)result).Problem, token);
            },
            ConsoleEdge.MaxDocumentForm
        );

    private Func<EditRequest, Task<Result<DirectoryEdit>>>? ChangeOf(
        string action,
        string kind,
        string id,
        IReadOnlyDictionary<string, StringValues> form,
        CancellationToken cancellationToken
    )
    {
        var rotation = new RotationDocument(Field("value"), Field("overlap"), Field("keep"));
        return (kind, action) switch
        {
            ("accounts", "rotate-callback-id") => edit => directory.Accounts.RotateCallbackIdAsync(edit, id, rotation, cancellationToken),
            ("accounts", "rotate-key") => edit => directory.Accounts.RotateKeyAsync(edit, id, rotation, cancellationToken),
            ("endpoints", "rotate-secret") => edit => directory.Endpoints.RotateSecretAsync(edit, id, rotation, cancellationToken),
            ("endpoints", "delete") => edit => directory.Endpoints.DeleteAsync(edit, id, cancellationToken),
            ("api-keys", "revoke") => edit => directory.Keys.RevokeAsync(edit, id, cancellationToken),
            _ => null,
        };

        // A field that nobody filled in is sent, too.
        string? Field(string name) => form.GetValueOrDefault(name).ToString().Trim() is { Length: > 0 } text ? text : null;
    }

    private Task<IResult> ReplaceAsync(
        HttpRequest request,
        (ConsoleVisit Visit, IReadOnlyDictionary<string, StringValues> Form) sent,
        (string Merchant, string Kind, string Id) part,
        CancellationToken cancellationToken
    )
    {
        var (merchant, kind, id) = part;
        return kind switch
        {
            "accounts" => RunAsync<AccountDocument>((edit, document) => directory.Accounts.ReplaceAsync(edit, id, document, cancellationToken)),
            "endpoints" => RunAsync<EndpointDocument>((edit, document) => directory.Endpoints.ReplaceAsync(edit, id, document, cancellationToken)),
            "api-keys" => RunAsync<ApiKeyDocument>((edit, document) => directory.Keys.ReplaceAsync(edit, id, document, cancellationToken)),
            _ => console.SayAsync(sent.Visit, StatusCodes.Status404NotFound, "There is no such thing."),
        };

        Task<IResult> RunAsync<T>(Func<EditRequest, T, Task<Result<DirectoryEdit>>> change)
            where T : class =>
            edits.EditAsync<T>(
                request,
                sent,
                ConsoleDocument.Of(kind)! with
                {
                    Label = $"Replace {id}",
                },
                (edit, document) => change(edit with { MerchantId = merchant }, document),
                _ => $"{request.Path.Value}?done=replaced"
            );
    }

    private async Task<IResult> ShowAsync(
        ConsoleVisit visit,
        (string Merchant, string Kind, string Id) which,
        string? done,
        Problem? problem,
        CancellationToken cancellationToken
    )
    {
        var found = await directory.Merchants.FindAsync(which.Merchant, cancellationToken);
        if (found is Result<StoredMerchant>.Failure { Problem: var missing })
            return await console.SayAsync(visit, missing.Status, missing.Detail);
        if (ConsoleDocument.KindOf(which.Kind) is not { } kind || ((Result<StoredMerchant>.Success)found).Value.Find(kind, which.Id) is not { } part)
        {
            return await console.SayAsync(visit, StatusCodes.Status404NotFound, "There is no such thing.");
        }

        return await renderer.RenderAsync<ConsolePart>(
            new()
            {
                [nameof(ConsolePart.Visit)] = visit,
                [nameof(ConsolePart.Merchant)] = which.Merchant,
                [nameof(ConsolePart.Kind)] = ConsoleDocument.Of(which.Kind),
                [nameof(ConsolePart.Part)] = part,
                [nameof(ConsolePart.Document)] = PartDocument.Of(part),
                [nameof(ConsolePart.Done)] = done,
                [nameof(ConsolePart.Problem)] = problem is null ? null : ConsoleWords.Text(problem),
            },
            problem?.Status ?? StatusCodes.Status200OK
        );
    }
}

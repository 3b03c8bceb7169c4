using Microsoft.AspNetCore.Http;
using PaymentHub.Http;
using PaymentHub.Merchants;

namespace PaymentHub.Functions.Responses;

/// <summary>Answers to whoever reads or changes the directory: with the version as an ETag, which the next change has to name.</summary>
internal static class DirectoryResult
{
    /// <summary>Runs a change as the request's headers and query ask for it.</summary>
    public static async Task<IResult> EditAsync(HttpRequest request, string merchant, Author by, Func<EditRequest, Task<Result<DirectoryEdit>>> work)
    {
        // A misspelt dry_run would be no dry run.
        var check = new QueryCheck(request.Query, "dry_run");
        var dry = check.Text("dry_run");
        if (dry is not (null or "true" or "false"))
            check.Add("dry_run", "It must be true or false.");
        if (check.Problem is { } problem)
            return ProblemResult.Of(problem);
        return Of(request, await work(new EditRequest(merchant, by, request.Headers.IfMatch.ToString(), dry == "true")), dry == "true", by);
    }

    public static IResult Of(HttpRequest request, Result<StoredMerchant> result)
    {
        if (result is Result<StoredMerchant>.Success { Value: var merchant })
            SetTag(request, merchant.RowVersion);
        return JsonResult.Of(result, DirectoryBody.Merchant);
    }

    /// <summary>A part of a merchant.</summary>
    /// <param name="shown">Whose it is, where that has to be said.</param>
    public static IResult Of(
        HttpRequest request,
        Result<StoredMerchant> result,
        PartKind kind,
        string id,
        string? shown,
        DateTimeOffset? lastUsedAt = null
    )
    {
        if (result is not Result<StoredMerchant>.Success { Value: var merchant })
            return ProblemResult.Of(((Result<StoredMerchant>.Failure)result).Problem);
        if (merchant.Find(kind, id) is not { } part)
            return ProblemResult.Of(Problem.NotFound(PartEdits.Word(kind)));
        SetTag(request, part.Version);
        return JsonResult.Of(DirectoryBody.Part(part, shown, lastUsedAt: lastUsedAt));
    }

    /// <summary>All parts of a kind: a merchant has few enough for one page.</summary>
    public static IResult Of(
        Result<StoredMerchant> result,
        PartKind kind,
        string? shown,
        IReadOnlyDictionary<string, DateTimeOffset>? lastUsed = null
    ) =>
        result is Result<StoredMerchant>.Success { Value: var merchant }
            ? ListResult.Of(
                new ListPage<StoredPart>([.. merchant.Of(kind)], null),
                part => DirectoryBody.Part(part, shown, lastUsedAt: lastUsed?.TryGetValue(part.Id, out var at) == true ? at : null)
            )
            : ProblemResult.Of(((Result<StoredMerchant>.Failure)result).Problem);

    private static IResult Of(HttpRequest request, Result<DirectoryEdit> result, bool dry, Author by)
    {
        if (result is not Result<DirectoryEdit>.Success { Value: var edit })
            return ProblemResult.Of(((Result<DirectoryEdit>.Failure)result).Problem);
        if (edit.Removed)
            return Results.NoContent();
        // Nothing was made: what would have been is nobody's.
        if (!dry)
            SetTag(request, edit.Part?.Version ?? edit.After.RowVersion);
        var shown = by.Kind == Author.Merchant ? null : edit.After.Id;
        return JsonResult.Of(
            edit.Part is { } part ? (object)DirectoryBody.Part(part, shown, dry ? null : edit.Secret) : DirectoryBody.Merchant(edit.After),
            edit.Created && !dry ? StatusCodes.Status201Created : StatusCodes.Status200OK
        );
    }

    private static void SetTag(HttpRequest request, int version) => request.HttpContext.Response.Headers.ETag = $"\"{version}\"";
}

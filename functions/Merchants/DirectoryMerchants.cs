using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;

namespace PaymentHub.Merchants;

/// <summary>Merchants in the directory, for operators.</summary>
public sealed partial class DirectoryMerchants(DirectoryEditor editor, MerchantDirectory directory, DirectoryRefresh refresh)
{
    private const int MaxName = 200;

    /// <summary>A page of all merchants, by id, also of those in the settings and of those that are broken.</summary>
    public async Task<Result<ListPage<MerchantSummary>>> ListAsync(
        IEnumerable<KeyValuePair<string, StringValues>> query,
        CancellationToken cancellationToken
    )
    {
        var check = new QueryCheck(query, "limit", "cursor");
        var limit = check.Limit();
        var after = check.Position("ops/merchants", Position());
        if (check.Problem is { } problem)
            return new Result<ListPage<MerchantSummary>>.Failure(problem);

        if (refresh.IsOn)
            await refresh.RefreshAsync(cancellationToken);
        var now = directory.Current;
        var broken = now
            .Broken.GroupBy(merchant => merchant.Id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.SelectMany(merchant => merchant.AllMistakes).ToList(), StringComparer.Ordinal);
        var wanted = now
            .Merchants.Select(merchant => merchant.Id)
            .Union(broken.Keys, StringComparer.Ordinal)
            .Where(id => string.CompareOrdinal(id, after) > 0)
            .Order(StringComparer.Ordinal)
            .Take(limit + 1)
            .ToList();
        var page = wanted
            .Take(limit)
            .Select(id => new MerchantSummary(id, editor.IsInSettings(id) ? "settings" : "directory", broken.GetValueOrDefault(id) ?? [])
            {
                Differences = now.Shadowed.FirstOrDefault(merchant => merchant.Id == id)?.Differences,
            })
            .ToList();
        return new Result<ListPage<MerchantSummary>>.Success(new(page, wanted.Count > limit ? Cursor.Write("ops/merchants", page[^1].Id) : null));
    }

    /// <summary>A merchant of the directory, also one for which the settings take precedence.</summary>
    public Task<Result<StoredMerchant>> FindAsync(string id, CancellationToken cancellationToken) => editor.FindAsync(id, cancellationToken);

    /// <summary>A merchant of the directory, as it is served: what the merchant itself may see of it.</summary>
    public Task<Result<StoredMerchant>> FindServedAsync(string id, CancellationToken cancellationToken) =>
        editor.FindServedAsync(id, cancellationToken);

    /// <summary>Creates a merchant to which nothing belongs yet.</summary>
    public Task<Result<DirectoryEdit>> CreateAsync(EditRequest request, MerchantDocument document, CancellationToken cancellationToken) =>
        editor.EditAsync(
            request,
            (merchant, moment) =>
            {
                if (Check(request, document, creates: true) is { } problem)
                    return new Result<DirectoryEdit>.Failure(problem);
                if (merchant is not null)
                {
                    return new Result<DirectoryEdit>.Failure(
                        new Problem(409, "already_exists", "A merchant with that id exists already: read it, then replace it.")
                        {
                            Version = merchant.RowVersion,
                        }
                    );
                }

                var made = new StoredMerchant(request.MerchantId, moment.Version)
                {
                    Name = document.Name,
                    Disabled = document.Disabled ?? false,
                    Page = PageOf(document.Page),
                    RowVersion = moment.Version,
                    CreatedAt = moment.Now,
                    UpdatedAt = moment.Now,
                };
                return new Result<DirectoryEdit>.Success(
                    new DirectoryEdit(made, null, "merchant.created", ["disabled", "name", .. FieldsOf(made.Page.Keys)]) { Created = true },
                    Created: true
                );
            },
            cancellationToken
        );

    /// <summary>Replaces what is the merchant's own; what belongs to it stays.</summary>
    public Task<Result<DirectoryEdit>> ReplaceAsync(EditRequest request, MerchantDocument document, CancellationToken cancellationToken) =>
        editor.EditAsync(
            request,
            (merchant, moment) =>
                Check(request, document, creates: false) is { } problem
                    ? new Result<DirectoryEdit>.Failure(problem)
                    : Change(
                        merchant,
                        moment,
                        request,
                        "replaced",
                        old => old with { Name = document.Name, Disabled = document.Disabled ?? false, Page = PageOf(document.Page) }
                    ),
            cancellationToken
        );

    /// <summary>Disables a merchant, or enables it again. In an emergency nobody should have to look up a version first.</summary>
    public Task<Result<DirectoryEdit>> SetDisabledAsync(EditRequest request, bool disabled, CancellationToken cancellationToken) =>
        editor.EditAsync(
            request,
            (merchant, moment) =>
                Change(
                    merchant,
                    moment,
                    request with
                    {
                        IfMatch = request.IfMatch is { Length: > 0 } ? request.IfMatch : "*",
                    },
                    disabled ? "disabled" : "enabled",
                    old => old with { Disabled = disabled }
                ),
            cancellationToken
        );

    /// <summary>A page of what was changed of a merchant, newest first.</summary>
    public async Task<Result<ListPage<DirectoryChange>>> HistoryAsync(
        string id,
        IEnumerable<KeyValuePair<string, StringValues>> query,
        CancellationToken cancellationToken
    )
    {
        var check = new QueryCheck(query, "limit", "cursor");
        var limit = check.Limit();
        var before = check.Position($"{id}\nhistory", Version());
        if (check.Problem is { } problem)
            return new Result<ListPage<DirectoryChange>>.Failure(problem);
        if (await editor.FindAsync(id, cancellationToken) is Result<StoredMerchant>.Failure failure)
            return new Result<ListPage<DirectoryChange>>.Failure(failure.Problem);
        var from = before is null ? int.MaxValue : int.Parse(before, System.Globalization.CultureInfo.InvariantCulture);
        var changes = await editor.HistoryAsync(id, from, limit + 1, cancellationToken);
        var last = changes.Count > limit ? changes[limit - 1].Version.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        return new Result<ListPage<DirectoryChange>>.Success(
            new([.. changes.Take(limit)], last is null ? null : Cursor.Write($"{id}\nhistory", last))
        );
    }

    private static Result<DirectoryEdit> Change(
        StoredMerchant? merchant,
        EditMoment moment,
        EditRequest request,
        string verb,
        Func<StoredMerchant, StoredMerchant> change
    )
    {
        if (merchant is null)
            return new Result<DirectoryEdit>.Failure(Problem.NotFound("merchant"));
        var changed = change(merchant);
        List<string> fields =
        [
            .. merchant.Disabled != changed.Disabled ? (string[])["disabled"] : [],
            .. merchant.Name != changed.Name ? (string[])["name"] : [],
            .. FieldsOf(merchant.Page.Except(changed.Page).Concat(changed.Page.Except(merchant.Page)).Select(look => look.Key).Distinct()),
        ];
        if (fields.Count == 0)
            return new Result<DirectoryEdit>.Success(new DirectoryEdit(merchant, null, $"merchant.{verb}", []) { IsSame = true });
        return request.Precondition(merchant.RowVersion) is { } problem
            ? new Result<DirectoryEdit>.Failure(problem)
            : new Result<DirectoryEdit>.Success(
                new DirectoryEdit(
                    changed with
                    {
                        Version = moment.Version,
                        RowVersion = moment.Version,
                        UpdatedAt = moment.Now,
                    },
                    null,
                    $"merchant.{verb}",
                    fields
                )
            );
    }

    private static Dictionary<string, string> PageOf(PageDocument? page) =>
        new DocumentValues()
            .Add("Name", page?.Name)
            .Add("LogoUrl", page?.LogoUrl)
            .Add("AccentColor", page?.AccentColor)
            .Values.ToDictionary(StringComparer.Ordinal);

    private static IEnumerable<string> FieldsOf(IEnumerable<string> looks) =>
        looks.Select(look => DirectoryCheck.FieldOf($"Page:{look}")).Order(StringComparer.Ordinal);

    private static Problem? Check(EditRequest request, MerchantDocument document, bool creates)
    {
        var check = new RequestCheck();
        check.OptionalText("name", document.Name, MaxName);
        if (creates && !Identifiers.IsId(request.MerchantId))
            check.Add("id", "It must be at most 32 lower-case letters and digits, in words joined by single underscores.");
        if (!creates && document.Id is not null && document.Id != request.MerchantId)
            check.Add("id", "It must be the id in the path, or be left out.");
        return check.Problem;
    }

    [GeneratedRegex(@"^[a-z0-9_]{1,32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Position();

    [GeneratedRegex(@"^[1-9][0-9]{0,8}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}

/// <summary>What is a merchant's own.</summary>
public sealed record MerchantDocument(string? Id, string? Name, bool? Disabled)
{
    public PageDocument? Page { get; init; }
}

/// <summary>How a merchant's payers see its pages.</summary>
/// <param name="Name">What they know it by.</param>
/// <param name="LogoUrl">Where their browsers get its logo.</param>
/// <param name="AccentColor">The colour of buttons, as #rrggbb.</param>
public sealed record PageDocument(string? Name, string? LogoUrl, string? AccentColor);

/// <summary>A merchant in the list of them.</summary>
/// <param name="ManagedBy">settings or directory.</param>
/// <param name="Mistakes">What is wrong with it and with what belongs to it.</param>
public sealed record MerchantSummary(string Id, string ManagedBy, IReadOnlyList<string> Mistakes)
{
    /// <summary>In what the directory's is not what the settings say, where both have it; null where only one does.</summary>
    public IReadOnlyList<string>? Differences { get; init; }
}

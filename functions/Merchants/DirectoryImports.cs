namespace PaymentHub.Merchants;

/// <summary>
/// Prepares the directory for merchants that are in the settings. An imported merchant equals the settings, with every id, key and secret. The
/// settings take precedence as long as they contain it, and nothing else changes it meanwhile. An instance that starts without them serves the
/// directory's version from its first request on.
/// </summary>
public sealed class DirectoryImports
{
    /// <summary>A transaction has room for 100 rows: the merchant's own, the history's, and this many.</summary>
    private const int MaxRows = 98;

    private readonly DirectoryEditor _editor;
    private readonly SettingsMerchants _settings;

    internal DirectoryImports(DirectoryEditor editor, SettingsMerchants settings) => (_editor, _settings) = (editor, settings);

    /// <summary>Makes the directory's merchant match the settings, in one transaction.</summary>
    public Task<Result<DirectoryEdit>> ImportAsync(EditRequest request, CancellationToken cancellationToken)
    {
        if (_settings.Find(request.MerchantId) is not { } wanted || !_editor.IsInSettings(request.MerchantId))
            return Refused(NotInSettings);
        if (_editor.BrokenInSettings(request.MerchantId) is { } broken)
            return Refused(Problem.InvalidRequest([.. broken.AllMistakes.Select(mistake => new FieldError("", mistake))]));
        if (wanted.Parts.Where(part => !Identifiers.IsId(part.Id)).Select(part => part.Id).ToList() is { Count: > 0 } nameless)
        {
            return Refused(
                Problem.InvalidRequest([
                    .. nameless.Select(id => new FieldError(
                        "api_keys",
                        $"'{id}' is no id in the directory: at most 32 lower-case letters and digits, in words joined by single underscores."
                    )),
                ])
            );
        }

        return _editor.RunAsync(request, (before, moment) => Import(wanted, before, request, moment), cancellationToken);
    }

    /// <summary>Takes back what was imported: when the settings go, nothing of the merchant is served.</summary>
    public Task<Result<DirectoryEdit>> DiscardAsync(EditRequest request, CancellationToken cancellationToken) =>
        _editor.IsInSettings(request.MerchantId)
            ? _editor.RunAsync(request, (before, moment) => Discard(before, request, moment), cancellationToken)
            : Refused(NotInSettings);

    private static Problem NotInSettings { get; } = Problem.NotFound("merchant in the settings");

    private Result<DirectoryEdit> Import(StoredMerchant wanted, StoredMerchant? before, EditRequest request, EditMoment moment)
    {
        var known = before?.Parts.ToDictionary(part => part.Key, StringComparer.Ordinal) ?? [];
        List<StoredPart> written =
        [
            .. wanted
                .Parts.Where(part =>
                    !known.TryGetValue(part.Key, out var old) || old.Unreadable is not null || PartEdits.Changed(old, part).Count > 0
                )
                .Select(part =>
                    part with
                    {
                        Version = moment.Version,
                        CreatedAt = known.GetValueOrDefault(part.Key)?.CreatedAt ?? moment.Now,
                        UpdatedAt = moment.Now,
                    }
                ),
        ];
        List<StoredPart> gone = [.. known.Values.Where(part => wanted.Parts.All(other => other.Key != part.Key))];
        var isSame = before is { Disabled: false } && written.Count + gone.Count == 0 && _settings.Differences(before) is [];
        if (!isSame && Stale(before, request) is { } problem)
            return new Result<DirectoryEdit>.Failure(problem);
        if (written.Count + gone.Count > MaxRows)
        {
            return new Result<DirectoryEdit>.Failure(
                Problem.InvalidRequest(
                    "",
                    $"An import changes at most {MaxRows} accounts, endpoints and API keys, and this one {written.Count + gone.Count}."
                )
            );
        }

        var after = written.Aggregate(
            gone.Aggregate(before ?? new StoredMerchant(wanted.Id, 0) { CreatedAt = moment.Now }, (merchant, part) => merchant.Without(part)),
            (merchant, part) => merchant.With(part)
        );
        return new Result<DirectoryEdit>.Success(
            isSame
                ? new DirectoryEdit(before! with { Differences = [] }, null, "merchant.imported", []) { IsSame = true }
                : new DirectoryEdit(
                    Next(after, moment) with
                    {
                        Disabled = false,
                        Page = wanted.Page,
                        Differences = [],
                    },
                    null,
                    "merchant.imported",
                    [.. written.Concat(gone).Select(part => part.Key.Replace('|', '.')).Order(StringComparer.Ordinal)]
                )
                {
                    Created = before is null,
                    FromSettings = true,
                    Written = written,
                    Gone = gone,
                },
            Created: before is null
        );
    }

    private static Result<DirectoryEdit> Discard(StoredMerchant? before, EditRequest request, EditMoment moment)
    {
        if (before is null)
            return new Result<DirectoryEdit>.Failure(Problem.NotFound("merchant"));
        var isSame = before is { Disabled: true, Parts.Count: 0 };
        if (!isSame && Stale(before, request) is { } problem)
            return new Result<DirectoryEdit>.Failure(problem);
        return new Result<DirectoryEdit>.Success(
            new DirectoryEdit(
                Next(before, moment) with
                {
                    Disabled = true,
                    Page = new Dictionary<string, string>(),
                    Parts = [],
                },
                null,
                "merchant.import_discarded",
                [.. before.Parts.Select(part => part.Key.Replace('|', '.')).Order(StringComparer.Ordinal)]
            )
            {
                Removed = true,
                IsSame = isSame,
                FromSettings = true,
                Gone = before.Parts,
            }
        );
    }

    /// <summary>Changes since the import are overwritten only by somebody who has seen them: other instances may already serve them.</summary>
    private static Problem? Stale(StoredMerchant? before, EditRequest request) =>
        before is null || (before.ImportedAs == before.Version && request.IfMatch is not { Length: > 0 })
            ? null
            : request.Precondition(before.RowVersion);

    private static StoredMerchant Next(StoredMerchant merchant, EditMoment moment) =>
        merchant with
        {
            Version = moment.Version,
            RowVersion = moment.Version,
            ImportedAs = moment.Version,
            UpdatedAt = moment.Now,
        };

    private static Task<Result<DirectoryEdit>> Refused(Problem problem) =>
        Task.FromResult<Result<DirectoryEdit>>(new Result<DirectoryEdit>.Failure(problem));
}

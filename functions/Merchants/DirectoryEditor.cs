namespace PaymentHub.Merchants;

/// <summary>
/// Changes merchants in the directory: reads one, applies the change, checks the rules, claims its names, and writes it, or starts again if somebody
/// else was faster. The change itself says which current state it expects.
/// </summary>
public sealed class DirectoryEditor
{
    private const int MaxTries = 5;

    private readonly DirectoryStore _store;
    private readonly ClaimIndex _claims;
    private readonly Func<Account, CancellationToken, Task<AccountMistake?>> _remember;
    private readonly DirectoryRefresh _refresh;
    private readonly DirectoryCheck _check;
    private readonly (MerchantDirectory Directory, TimeProvider Clock) _hub;

    /// <param name="remember">Records what an account is at its provider; returns why it cannot be that, if it had another id here before.</param>
    internal DirectoryEditor(
        DirectoryStore store,
        ClaimIndex claims,
        Func<Account, CancellationToken, Task<AccountMistake?>> remember,
        DirectoryRefresh refresh,
        DirectoryCheck check,
        (MerchantDirectory Directory, TimeProvider Clock) hub
    ) => (_store, _claims, _remember, _refresh, _check, _hub) = (store, claims, remember, refresh, check, hub);

    /// <summary>A merchant of the directory, also one for which the settings take precedence.</summary>
    public async Task<Result<StoredMerchant>> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (_store.MasterKeys.Any && await ReadAsync(id, cancellationToken) is { } found)
            return new Result<StoredMerchant>.Success(found with { Differences = _check.Differences(found) });
        return new Result<StoredMerchant>.Failure(IsInSettings(id) ? ManagedBySettings : Problem.NotFound("merchant"));
    }

    /// <summary>A merchant of the directory, as it is served.</summary>
    public async Task<Result<StoredMerchant>> FindServedAsync(string id, CancellationToken cancellationToken) =>
        IsInSettings(id) ? new Result<StoredMerchant>.Failure(ManagedBySettings) : await FindAsync(id, cancellationToken);

    /// <summary>Whether a merchant is in the settings, which then are the only place to change it.</summary>
    public bool IsInSettings(string id) => _hub.Directory.Fixed.FindMerchant(id) is not null || BrokenInSettings(id) is not null;

    /// <summary>What is wrong with a merchant of the settings; null when nothing is.</summary>
    internal BrokenMerchant? BrokenInSettings(string id) => _hub.Directory.Fixed.Broken.FirstOrDefault(merchant => merchant.Id == id);

    /// <summary>What was changed before a version of a merchant, newest first.</summary>
    public Task<IReadOnlyList<DirectoryChange>> HistoryAsync(string id, int before, int max, CancellationToken cancellationToken) =>
        _store.HistoryAsync(id, before, max, cancellationToken);

    /// <summary>Changes an account, an endpoint or an API key, when it is in the state that the request has seen.</summary>
    /// <param name="verb">What is done to it, in the past tense.</param>
    /// <param name="change">Makes of it what it shall be.</param>
    internal Task<Result<DirectoryEdit>> ChangeAsync(
        EditRequest request,
        PartKind kind,
        string id,
        string verb,
        Func<StoredPart, EditMoment, Result<ChangedPart>> change,
        CancellationToken cancellationToken
    ) =>
        EditAsync(
            request,
            (merchant, moment) => PartEdits.Change(merchant, kind, id, request, moment, verb, part => change(part, moment)),
            cancellationToken
        );

    /// <summary>Changes a merchant.</summary>
    /// <param name="change">Changes the merchant, or creates it from null.</param>
    public async Task<Result<DirectoryEdit>> EditAsync(
        EditRequest request,
        Func<StoredMerchant?, EditMoment, Result<DirectoryEdit>> change,
        CancellationToken cancellationToken
    ) => IsInSettings(request.MerchantId) ? Failure(ManagedBySettings) : await RunAsync(request, change, cancellationToken);

    /// <summary>The same, whether the merchant stands in the settings or not.</summary>
    internal async Task<Result<DirectoryEdit>> RunAsync(
        EditRequest request,
        Func<StoredMerchant?, EditMoment, Result<DirectoryEdit>> change,
        CancellationToken cancellationToken
    )
    {
        if (!_store.MasterKeys.Any)
        {
            return Failure(
                new Problem(
                    409,
                    "no_master_key",
                    "The directory cannot be changed: the hub has no master key to encrypt its secrets with (PaymentHub__MasterKeys__0)."
                )
            );
        }

        for (var tries = 1; tries <= MaxTries; tries++)
        {
            var now = _hub.Clock.GetUtcNow();
            var before = await ReadAsync(request.MerchantId, cancellationToken);
            var changed = change(before, new EditMoment(now, (before?.Version ?? 0) + 1));
            if (changed is not Result<DirectoryEdit>.Success { Value: var edit } || edit.IsSame)
                return changed;
            var (errors, account) = _check.Check(edit.After, before, edit.Removed ? null : edit.Part, now);
            if (errors.Count + edit.Errors.Count > 0)
                return Failure(Problem.InvalidRequest([.. edit.Errors, .. errors]));
            foreach (var part in edit.Written)
            {
                // What the settings serve is theirs already, and opened.
                var served = edit.FromSettings ? _hub.Directory.Fixed.FindAccount(part.Id) : account;
                if (await TakeNamesAsync(request, part, served, edit.FromSettings, cancellationToken) is { } taken)
                    return Failure(taken);
            }

            if (request.DryRun)
                return changed;
            var by = new DirectoryChange(edit.After.Version, now, request.By, edit.What, edit.Part?.Key ?? Storage.Keys.Merchant, edit.Fields)
            {
                Note = request.Note,
            };
            if (!await _store.TryWriteAsync(edit.After, edit.Written, edit.Gone, by, cancellationToken))
                continue;

            await _refresh.RefreshAsync(cancellationToken);
            return new Result<DirectoryEdit>.Success(edit, edit.Created);
        }

        return Failure(
            new Problem(409, "in_progress", "Somebody else is changing this merchant at the same time. Send the request again in a moment.")
        );
    }

    private static Problem ManagedBySettings { get; } =
        new(409, "managed_by_settings", "This merchant is configured in the hub's settings and can only be changed there.");

    // Of one whose own row cannot be read neither version nor state is known: it is not shown, and nothing of it can be changed.
    private async Task<StoredMerchant?> ReadAsync(string id, CancellationToken cancellationToken) =>
        Identifiers.IsId(id) && await _store.ReadAsync(id, cancellationToken) is { Unreadable: null } found ? found : null;

    private async Task<Problem?> TakeNamesAsync(
        EditRequest request,
        StoredPart part,
        Account? account,
        bool fromSettings,
        CancellationToken cancellationToken
    )
    {
        if (!fromSettings && _check.Taken(request.MerchantId, part, account) is { } error)
            return InUse(error);
        foreach (var claim in Claim.Of(request.MerchantId, part, account))
        {
            if (!await _claims.TryTakeAsync(claim, request.DryRun, cancellationToken))
                return InUse(DirectoryCheck.Taken(claim));
        }
        // What it was before the directory, or in the settings, and has orders as.
        return !request.DryRun && account is not null && await _remember(account, cancellationToken) is { } mistake
            ? InUse(new FieldError("settings", $"The account {mistake.Sentence}"))
            : null;
    }

    private static Problem InUse(FieldError error) => new(409, "in_use", "A name in it belongs to somebody else; errors says which.", [error]);

    private static Result<DirectoryEdit>.Failure Failure(Problem problem) => new(problem);
}

/// <summary>What somebody asks to change, and how.</summary>
/// <param name="IfMatch">The version that they have seen, as a header says it.</param>
/// <param name="DryRun">Whether only to look what would come of it.</param>
public sealed record EditRequest(string MerchantId, Author By, string? IfMatch, bool DryRun)
{
    /// <summary>Why, in an operator's words; null when nothing was said.</summary>
    public string? Note { get; init; }

    /// <summary>Why a change of that version must not be made; null if it may.</summary>
    public Problem? Precondition(int version) =>
        IfMatch switch
        {
            null or "" => new Problem(428, "precondition_required", "Send the ETag of the version that you read as If-Match."),
            "*" => null,
            _ when IfMatch.Split(',', StringSplitOptions.TrimEntries).Contains($"\"{version}\"") => null,
            _ => new Problem(412, "precondition_failed", "It has changed since you read it. Read it again, then decide.") { Version = version },
        };
}

/// <summary>When a change is made, and the version that it makes.</summary>
public sealed record EditMoment(DateTimeOffset Now, int Version);

/// <summary>A change of a merchant.</summary>
/// <param name="After">The merchant as it shall be.</param>
/// <param name="Part">The part that changes, in its new state or, if it is removed, its last one; null for the merchant itself.</param>
/// <param name="What">Such as account.created.</param>
/// <param name="Fields">The names of what changes.</param>
public sealed record DirectoryEdit(StoredMerchant After, StoredPart? Part, string What, IReadOnlyList<string> Fields)
{
    public bool Created { get; init; }

    public bool Removed { get; init; }

    /// <summary>Whether it is what the settings say of the merchant.</summary>
    public bool FromSettings { get; init; }

    /// <summary>The parts that change or come.</summary>
    public IReadOnlyList<StoredPart> Written
    {
        get => field ?? (Part is { } part && !Removed ? [part] : []);
        init;
    }

    /// <summary>The parts that go.</summary>
    public IReadOnlyList<StoredPart> Gone
    {
        get => field ?? (Part is { } part && Removed ? [part] : []);
        init;
    }

    /// <summary>What is wrong with it before anybody has looked at the rules.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>Whether all is as it shall be already.</summary>
    public bool IsSame { get; init; }

    /// <summary>What was made for it and is shown this once.</summary>
    public string? Secret { get; init; }

    public override string ToString() => What;
}

using PaymentHub.Providers;

namespace PaymentHub.Merchants;

/// <summary>Merchants' accounts in the directory, for operators.</summary>
public sealed class DirectoryAccounts(DirectoryEditor editor, IEnumerable<IProvider> providers, HubSettings hub)
{
    private const string CallbackIds = "CallbackIds";
    private const string Settings = "Settings:";

    /// <summary>Creates an account, and the secret part of its callback URL where the document brings none along.</summary>
    public Task<Result<DirectoryEdit>> CreateAsync(EditRequest request, AccountDocument document, CancellationToken cancellationToken) =>
        editor.EditAsync(
            request,
            (merchant, moment) =>
            {
                var part = new StoredPart(PartKind.Account, document.Id ?? "");
                var (written, problem) = Write(part, document, part.Id);
                if (problem is not null)
                    return new Result<DirectoryEdit>.Failure(problem);
                var (made, url) = WithCallbackId(written, document);
                return PartEdits.Create(merchant, made, moment, url);
            },
            cancellationToken
        );

    /// <summary>Replaces an account's settings. A secret that the document leaves out stays what it is.</summary>
    public Task<Result<DirectoryEdit>> ReplaceAsync(
        EditRequest request,
        string account,
        AccountDocument document,
        CancellationToken cancellationToken
    ) =>
        editor.ChangeAsync(
            request,
            PartKind.Account,
            account,
            "replaced",
            (part, _) =>
            {
                var (written, problem) = Write(part, document, account);
                if (problem is not null)
                    return new Result<ChangedPart>.Failure(problem);
                // The secrets of one that could not be opened are lost, and with them its callback URL.
                if (!written.CallbackIds.Any())
                    return new Result<ChangedPart>.Success(WithCallbackId(written, document));
                return document.CallbackId is null || written.CallbackIds.Any(id => id.Value == document.CallbackId)
                    ? new Result<ChangedPart>.Success(new ChangedPart(written))
                    : new Result<ChangedPart>.Failure(Problem.InvalidRequest("callback_id", "It cannot be changed here: use rotate-callback-id."));
            },
            cancellationToken
        );

    /// <summary>Makes another callback URL; the one before it counts for a while.</summary>
    public Task<Result<DirectoryEdit>> RotateCallbackIdAsync(
        EditRequest request,
        string account,
        RotationDocument document,
        CancellationToken cancellationToken
    ) =>
        editor.ChangeAsync(
            request,
            PartKind.Account,
            account,
            "callback_id_rotated",
            (part, moment) =>
                PartEdits
                    .Rotate(part, CallbackIds, PartEdits.NewCallbackId(), document, "The hub generates callback ids.", moment.Now)
                    .Match<Result<ChangedPart>>(
                        rotated => new Result<ChangedPart>.Success(rotated.Value with { Secret = CallbackUrl(rotated.Value.Secret!) }),
                        problem => new Result<ChangedPart>.Failure(problem)
                    ),
            cancellationToken
        );

    /// <summary>Takes another key by which what comes is verified to be the provider's; the one before it counts for a while.</summary>
    public Task<Result<DirectoryEdit>> RotateKeyAsync(
        EditRequest request,
        string account,
        RotationDocument document,
        CancellationToken cancellationToken
    ) =>
        editor.ChangeAsync(
            request,
            PartKind.Account,
            account,
            "key_rotated",
            (part, moment) => RotateKey(part, document, moment.Now),
            cancellationToken
        );

    private Result<ChangedPart> RotateKey(StoredPart part, RotationDocument document, DateTimeOffset now)
    {
        var (overlap, errors) = Overlap.Read(document.Overlap, document.Keep);
        if (string.IsNullOrWhiteSpace(document.Value))
            errors = [.. errors, new FieldError("value", "It is required: the new key.")];
        if (errors.Count > 0)
            return new Result<ChangedPart>.Failure(Problem.InvalidRequest(errors));
        if (ProviderOf(part) is not { VerificationKey: { } name } provider)
        {
            return new Result<ChangedPart>.Failure(Problem.InvalidRequest("provider", "This account's provider has no key to rotate."));
        }

        var (newest, previous) = ($"{Settings}{name}", $"{Settings}{name}Previous");
        if (part[newest] == document.Value)
            return new Result<ChangedPart>.Success(new ChangedPart(part));
        if (overlap!.Stays([.. new[] { part[newest], part[previous] }.OfType<string>().Where(key => key.Length > 0)]) is not { } stays)
            return new Result<ChangedPart>.Failure(Overlap.Running);

        var rest = part.Without([newest, previous]);
        var added = new Dictionary<string, string> { [newest] = document.Value! };
        if (stays.Length > 0)
            added[previous] = stays;
        var plain = provider.PlainSettings.Contains(name);
        return new Result<ChangedPart>.Success(
            new ChangedPart(
                rest with
                {
                    Values = plain ? rest.Values.Concat(added).ToDictionary() : rest.Values,
                    Secrets = plain ? rest.Secrets : rest.Secrets.Concat(added).ToDictionary(),
                    Ends = stays.Length > 0 ? rest.Ends.Append(new(previous, now + overlap.For)).ToDictionary() : rest.Ends,
                }
            )
        );
    }

    /// <summary>The account as the document says, with the secrets that it has and the document does not name.</summary>
    private (StoredPart Part, Problem? Problem) Write(StoredPart part, AccountDocument document, string id)
    {
        var values = new DocumentValues()
            .Add("Provider", document.Provider)
            .Add("BaseUrl", document.BaseUrl)
            .Add("Disabled", document.Disabled)
            .Add("Confirm", document.Confirm)
            .Add("UnknownAddresses", document.UnknownAddresses)
            .Add("OverdueAfter", document.OverdueAfter)
            .Add("Withdrawals", document.Withdrawals)
            .Add("Approval", document.Approval)
            .Add("ApprovalPeriod", document.ApprovalPeriod)
            .Add("AllowedAddresses", document.AllowedAddresses)
            .Add("LimitPerWithdrawal", document.LimitPerWithdrawal)
            .Add("LimitPerDay", document.LimitPerDay)
            .Add("ResubmitWhenAbsent", document.ResubmitWhenAbsent)
            .Add("AmountTolerance", document.AmountTolerance)
            .Add("Underpaid", document.Underpaid)
            .Add("Overpaid", document.Overpaid)
            .Add("PageLifetime", document.PageLifetime)
            .Add("Settings", document.Settings);
        List<FieldError> errors = [.. values.Errors];
        if (document.Id is { } named && named != id)
            errors.Add(new FieldError("id", "It must be the id in the path, or be left out."));
        if (errors.Count > 0)
            return (part, Problem.InvalidRequest(errors));

        var provider = providers.FirstOrDefault(one => one.Name == document.Provider);
        // As settings are: whether letters are small or capital makes no other one.
        var secrets = new Dictionary<string, string>(part.Secrets, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in values.Values.Where(setting => IsSecret(setting.Key, provider)))
        {
            if (value.Length == 0)
                secrets.Remove(name);
            else
                secrets[name] = value;
        }

        var plain = values.Values.Where(setting => setting.Value.Length > 0 && !IsSecret(setting.Key, provider)).ToDictionary();
        // A rotation goes on.
        foreach (var (name, _) in part.Ends.Where(end => !values.Values.ContainsKey(end.Key) && part.Values.ContainsKey(end.Key)))
            plain[name] = part.Values[name];
        // Of another provider, none of the secrets that the account has is one of its own.
        if (part.Values.GetValueOrDefault("Provider") is { } before && before != document.Provider)
        {
            foreach (
                var name in secrets
                    .Keys.Where(name => !values.Values.ContainsKey(name) && name.StartsWith(Settings, StringComparison.Ordinal))
                    .ToList()
            )
            {
                secrets.Remove(name);
            }
        }

        return (
            part with
            {
                Values = plain,
                Secrets = secrets,
                Ends = part.Ends.Where(end => secrets.ContainsKey(end.Key) || plain.ContainsKey(end.Key)).ToDictionary(),
            },
            null
        );
    }

    private ChangedPart WithCallbackId(StoredPart part, AccountDocument document)
    {
        var id = document.CallbackId ?? PartEdits.NewCallbackId();
        return new(part with { Secrets = part.Secrets.Append(new($"{CallbackIds}:0", id)).ToDictionary() }, CallbackUrl(id));
    }

    internal static bool IsSecret(string name, IProvider? provider) =>
        name.StartsWith(Settings, StringComparison.Ordinal)
        && provider?.PlainSettings.Contains(name.Split(':')[1], StringComparer.OrdinalIgnoreCase) != true;

    private IProvider? ProviderOf(StoredPart part) =>
        providers.FirstOrDefault(provider => provider.Name == part.Values.GetValueOrDefault("Provider"));

    private string CallbackUrl(string id) => $"{hub.PublicBaseUrl.AbsoluteUri.TrimEnd('/')}/callbacks/{id}";
}

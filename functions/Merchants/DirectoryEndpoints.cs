namespace PaymentHub.Merchants;

/// <summary>Merchants' endpoints in the directory: for operators, and for the merchants themselves.</summary>
public sealed class DirectoryEndpoints(DirectoryEditor editor)
{
    private const string AllowLocal = "AllowLocal";

    /// <summary>Creates an endpoint, and the secret that signs what is sent to it.</summary>
    public Task<Result<DirectoryEdit>> CreateAsync(EditRequest request, EndpointDocument document, CancellationToken cancellationToken) =>
        editor.EditAsync(
            request,
            (merchant, moment) =>
            {
                var (values, problem) = Read(request, document, document.Id ?? "", allowLocal: null);
                if (problem is not null)
                    return new Result<DirectoryEdit>.Failure(problem);
                var secret = PartEdits.NewWebhookSecret();
                return PartEdits.Create(
                    merchant,
                    new StoredPart(PartKind.Endpoint, document.Id ?? "")
                    {
                        Values = values,
                        Secrets = new Dictionary<string, string> { ["Secrets:0"] = secret },
                    },
                    moment,
                    secret
                );
            },
            cancellationToken
        );

    /// <summary>Replaces everything of an endpoint but its secrets.</summary>
    public Task<Result<DirectoryEdit>> ReplaceAsync(
        EditRequest request,
        string endpoint,
        EndpointDocument document,
        CancellationToken cancellationToken
    ) =>
        editor.ChangeAsync(
            request,
            PartKind.Endpoint,
            endpoint,
            "replaced",
            (part, _) =>
            {
                var (values, problem) = Read(request, document, endpoint, part.Values.GetValueOrDefault(AllowLocal));
                return problem is null
                    ? new Result<ChangedPart>.Success(new ChangedPart(part with { Values = values }))
                    : new Result<ChangedPart>.Failure(problem);
            },
            cancellationToken
        );

    /// <summary>Removes an endpoint. Its events wait until there is an endpoint with that id again.</summary>
    public Task<Result<DirectoryEdit>> DeleteAsync(EditRequest request, string endpoint, CancellationToken cancellationToken) =>
        editor.EditAsync(
            request,
            (merchant, moment) => PartEdits.Remove(merchant, PartKind.Endpoint, endpoint, request, moment, checks: true),
            cancellationToken
        );

    /// <summary>Makes another secret; the one before it signs, too, for a while.</summary>
    public Task<Result<DirectoryEdit>> RotateSecretAsync(
        EditRequest request,
        string endpoint,
        RotationDocument document,
        CancellationToken cancellationToken
    ) =>
        editor.ChangeAsync(
            request,
            PartKind.Endpoint,
            endpoint,
            "secret_rotated",
            (part, moment) =>
                PartEdits.Rotate(part, "Secrets", PartEdits.NewWebhookSecret(), document, "The hub generates signing secrets.", moment.Now),
            cancellationToken
        );

    /// <param name="allowLocal">The current setting: only an operator, not a merchant, may allow endpoints on this machine itself.</param>
    private static (IReadOnlyDictionary<string, string> Values, Problem? Problem) Read(
        EditRequest request,
        EndpointDocument document,
        string id,
        string? allowLocal
    )
    {
        var values = new DocumentValues()
            .Add("Url", document.Url)
            .Add("Events", document.Events)
            .Add("Accounts", document.Accounts)
            .Add("Schedule", document.Schedule)
            .Add("RateLimit", document.RateLimit)
            .Add("Disabled", document.Disabled)
            .Add("FinalWaits", document.FinalWaits);
        var byMerchant = request.By.Kind == Author.Merchant;
        _ = byMerchant ? values.Add(AllowLocal, allowLocal) : values.Add(AllowLocal, document.AllowLocal);
        List<FieldError> errors = [.. values.Errors];
        if (byMerchant && document.AllowLocal is not null)
            errors.Add(new FieldError("allow_local", "Only an operator can set it."));
        if (document.Id is { } named && named != id)
            errors.Add(new FieldError("id", "It must be the id in the path, or be left out."));
        return (values.Values, errors.Count > 0 ? Problem.InvalidRequest(errors) : null);
    }
}

/// <summary>An endpoint.</summary>
public sealed record EndpointDocument
{
    public string? Id { get; init; }

    public string? Url { get; init; }

    public IReadOnlyList<string>? Events { get; init; }

    public IReadOnlyList<string>? Accounts { get; init; }

    public IReadOnlyList<string>? Schedule { get; init; }

    public int? RateLimit { get; init; }

    public bool? Disabled { get; init; }

    public int? FinalWaits { get; init; }

    public bool? AllowLocal { get; init; }

    // Its address may hold a secret.
    public override string ToString() => Id ?? "";
}

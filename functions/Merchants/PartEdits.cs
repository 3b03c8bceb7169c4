using System.Security.Cryptography;
using PaymentHub.Orders;

namespace PaymentHub.Merchants;

/// <summary>Changes of accounts, endpoints and API keys that are the same for all of them. Pure; the time is given.</summary>
internal static class PartEdits
{
    /// <summary>So many of a kind that a merchant's rows still come with one read.</summary>
    private const int MaxParts = 100;

    /// <summary>What a part without an id is held against the rules as; it is never written.</summary>
    private const string Nameless = "nameless";

    /// <summary>The longest that two secrets may count beside each other.</summary>
    public static readonly TimeSpan MaxOverlap = TimeSpan.FromDays(90);

    public static readonly TimeSpan UsualOverlap = TimeSpan.FromDays(7);

    /// <summary>Creates a part.</summary>
    public static Result<DirectoryEdit> Create(StoredMerchant? merchant, StoredPart part, EditMoment moment, string? secret)
    {
        if (merchant is null)
            return Failure(Problem.NotFound("merchant"));
        // Part of settings' names, of rows' and of paths: under another one nothing can be looked at. What else is wrong is told all the same.
        IReadOnlyList<FieldError> errors = Identifiers.IsId(part.Id)
            ? []
            : [new FieldError("id", "It must be at most 32 lower-case letters and digits, in words joined by single underscores.")];
        if (errors.Count > 0)
            part = part with { Id = Nameless };
        if (merchant.Find(part.Kind, part.Id) is { } known)
        {
            return Failure(new Problem(409, "already_exists", "That id exists already: read it, then replace it.") { Version = known.Version });
        }

        if (merchant.Of(part.Kind).Count() >= MaxParts)
            return Failure(Problem.InvalidRequest("id", $"A merchant may have at most {MaxParts} of them."));
        var made = part with { Version = moment.Version, CreatedAt = moment.Now, UpdatedAt = moment.Now };
        var edit = Edit(merchant, made, moment, "created", FieldsOf(made.Values.Keys.Concat(made.Secrets.Keys)));
        return new Result<DirectoryEdit>.Success(edit with { Created = true, Secret = secret, Errors = errors }, Created: true);
    }

    /// <summary>Changes a part, when it is in the state that the request has seen.</summary>
    /// <param name="change">Makes of it what it shall be.</param>
    /// <param name="verb">What is done to it, in the past tense.</param>
    public static Result<DirectoryEdit> Change(
        StoredMerchant? merchant,
        PartKind kind,
        string id,
        EditRequest request,
        EditMoment moment,
        string verb,
        Func<StoredPart, Result<ChangedPart>> change
    )
    {
        if (merchant?.Find(kind, id) is not { } part)
            return Failure(Problem.NotFound(merchant is null ? "merchant" : Word(kind)));
        part = part.Tidy(moment.Now);
        var stale = request.Precondition(part.Version);
        return change(part)
            .Match<Result<DirectoryEdit>>(
                success =>
                {
                    var (changed, secret) = success.Value;
                    var fields = Changed(part, changed);
                    // A request for what is already there may be a repetition whose first response was lost.
                    if (fields.Count == 0 && part.Unreadable is null)
                        return new Result<DirectoryEdit>.Success(new DirectoryEdit(merchant, part, $"{Word(kind)}.{verb}", []) { IsSame = true });
                    if (stale is not null)
                        return Failure(stale);
                    changed = changed with { Version = moment.Version, UpdatedAt = moment.Now, Unreadable = null };
                    return new Result<DirectoryEdit>.Success(Edit(merchant, changed, moment, verb, fields) with { Secret = secret });
                },
                problem => Failure(stale ?? problem)
            );
    }

    /// <summary>Removes a part; one that is gone already is no mistake of whoever wanted it gone.</summary>
    /// <param name="checks">Whether the request has to have seen its state.</param>
    public static Result<DirectoryEdit> Remove(
        StoredMerchant? merchant,
        PartKind kind,
        string id,
        EditRequest request,
        EditMoment moment,
        bool checks
    )
    {
        if (merchant?.Find(kind, id) is not { } part)
            return Failure(Problem.NotFound(merchant is null ? "merchant" : Word(kind)));
        if (checks && request.Precondition(part.Version) is { } problem)
            return Failure(problem);
        var after = merchant.Without(part) with { Version = moment.Version, UpdatedAt = moment.Now };
        return new Result<DirectoryEdit>.Success(
            new DirectoryEdit(after, part, $"{Word(kind)}.{(kind == PartKind.ApiKey ? "revoked" : "deleted")}", []) { Removed = true }
        );
    }

    /// <summary>
    /// Puts a new secret first in a list of at most two, and sets when the old one expires. If two are valid already, somebody may still use either:
    /// then the caller has to say which one stays.
    /// </summary>
    /// <param name="list">The setting of the list.</param>
    /// <param name="madeHere">What to say to whoever brings a secret along.</param>
    public static Result<ChangedPart> Rotate(
        StoredPart part,
        string list,
        string secret,
        RotationDocument document,
        string madeHere,
        DateTimeOffset now
    )
    {
        var (overlap, errors) = Overlap.Read(document.Overlap, document.Keep);
        if (document.Value is not null)
            errors = [.. errors, new FieldError("value", madeHere)];
        if (errors.Count > 0)
            return new Result<ChangedPart>.Failure(Problem.InvalidRequest(errors));
        List<string> live =
        [
            .. part
                .Secrets.Where(one => one.Key.StartsWith(list + ":", StringComparison.Ordinal))
                .OrderBy(one => one.Key, StringComparer.Ordinal)
                .Select(one => one.Value),
        ];
        if (overlap!.Stays(live) is not { } stays)
            return new Result<ChangedPart>.Failure(Overlap.Running);
        var secrets = part.Secrets.Where(one => !one.Key.StartsWith(list + ":", StringComparison.Ordinal)).ToDictionary();
        var ends = part.Ends.Where(one => !one.Key.StartsWith(list + ":", StringComparison.Ordinal)).ToDictionary();
        secrets[$"{list}:0"] = secret;
        if (stays.Length > 0)
            (secrets[$"{list}:1"], ends[$"{list}:1"]) = (stays, now + overlap.For);
        return new Result<ChangedPart>.Success(new ChangedPart(part with { Secrets = secrets, Ends = ends }, secret));
    }

    /// <summary>At least 128 random bits: 256.</summary>
    public static string NewCallbackId() => RandomNumberGenerator.GetHexString(64, lowercase: true);

    public static string NewWebhookSecret() => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public static string Word(PartKind kind) => SnakeCaseEnum.Of(kind);

    /// <summary>The names of settings as fields of a document, without what tells lists apart.</summary>
    private static List<string> FieldsOf(IEnumerable<string> settings) =>
        [
            .. settings
                .Select(name =>
                    DirectoryCheck.FieldOf(name).Split('.') is [var first, var second, ..] && first == "settings"
                        ? $"{first}.{second}"
                        : DirectoryCheck.FieldOf(name).Split('.')[0]
                )
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The names of what differs, as fields of a document.</summary>
    public static List<string> Changed(StoredPart before, StoredPart after) =>
        FieldsOf(
            before
                .Values.Concat(before.Secrets)
                .Except(after.Values.Concat(after.Secrets))
                .Concat(after.Values.Concat(after.Secrets).Except(before.Values.Concat(before.Secrets)))
                .Select(setting => setting.Key)
                .Concat(before.Ends.Except(after.Ends).Concat(after.Ends.Except(before.Ends)).Select(end => end.Key))
        );

    private static DirectoryEdit Edit(StoredMerchant merchant, StoredPart part, EditMoment moment, string verb, IReadOnlyList<string> fields) =>
        new(merchant.With(part) with { Version = moment.Version, UpdatedAt = moment.Now }, part, $"{Word(part.Kind)}.{verb}", fields);

    private static Result<DirectoryEdit>.Failure Failure(Problem problem) => new(problem);
}

/// <summary>What a part shall be.</summary>
/// <param name="Secret">What was made for it, to be shown once; null when nothing was.</param>
internal sealed record ChangedPart(StoredPart Part, string? Secret = null);

/// <summary>How long an old secret counts beside a new one.</summary>
/// <param name="For">For so long; nothing for not at all.</param>
/// <param name="Keep">Where two count already which of them stays, older or newer; null where nobody has said.</param>
internal sealed record Overlap(TimeSpan For, string? Keep)
{
    /// <summary>Two count already, and nobody has said which of them stays.</summary>
    public static Problem Running { get; } =
        new(
            409,
            "rotation_running",
            "Two secrets are valid already. Wait until the older one has expired, or say with keep which one stays valid beside the new one: older or newer."
        );

    /// <summary>Reads a request's, and says what is wrong with it.</summary>
    public static (Overlap? Overlap, IReadOnlyList<FieldError> Errors) Read(string? overlap, string? keep)
    {
        var errors = new List<FieldError>();
        var length = PartEdits.UsualOverlap;
        if (
            overlap is not null
            && !(
                overlap.Contains(':', StringComparison.Ordinal)
                && TimeSpan.TryParse(overlap, System.Globalization.CultureInfo.InvariantCulture, out length)
                && length >= TimeSpan.Zero
                && length <= PartEdits.MaxOverlap
            )
        )
        {
            errors.Add(
                new FieldError(
                    "overlap",
                    $"It must be a time span ([d.]hh:mm:ss) of at most {PartEdits.MaxOverlap}; 00:00:00 ends the old one at once."
                )
            );
        }

        if (keep is not (null or "older" or "newer"))
            errors.Add(new FieldError("keep", "It must be older or newer, or be left out."));
        return errors.Count == 0 ? (new Overlap(length, keep), errors) : (null, errors);
    }

    /// <summary>Which of those that count now, newest first, stays; empty for none, null where it has to be said.</summary>
    public string? Stays(IReadOnlyList<string> live) =>
        live switch
        {
            [] => "",
            _ when For == TimeSpan.Zero => "",
            [var only] => only,
            [var newer, .., var older] => Keep switch
            {
                "newer" => newer,
                "older" => older,
                _ => null,
            },
        };
}

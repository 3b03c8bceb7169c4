using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Merchants;

/// <summary>Merchants' API keys in the directory: for operators, and for the merchants
/// themselves. A key is made here and shown once; its hash is kept.</summary>
public sealed class DirectoryKeys(DirectoryEditor editor)
{
    /// <summary>What every key begins with, so that whoever finds one knows what it is.</summary>
    private const string Prefix = "phk_";

    /// <summary>
    /// Creates a key. With an id chosen by the caller it is created once: a caller who repeats the request, because its response was lost, learns
    /// that there is a key that nobody has, and which.
    /// </summary>
    public Task<Result<DirectoryEdit>> CreateAsync(EditRequest request, ApiKeyDocument document, CancellationToken cancellationToken) =>
        editor.EditAsync(
            request,
            (merchant, moment) =>
            {
                var (values, problem) = Read(document);
                if (problem is not null)
                    return new Result<DirectoryEdit>.Failure(problem);
                if (document.Id is { } id && merchant?.Find(PartKind.ApiKey, id) is { } known)
                    return new Result<DirectoryEdit>.Failure(Made(known));
                var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
                var part = new StoredPart(PartKind.ApiKey, document.Id ?? NewId())
                {
                    Values = values.Append(new("Sha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))))).ToDictionary(),
                };
                return PartEdits.Create(merchant, part, moment, key);
            },
            cancellationToken
        );

    /// <summary>Replaces a key's roles, owner, expiry and addresses.</summary>
    public Task<Result<DirectoryEdit>> ReplaceAsync(EditRequest request, string key, ApiKeyDocument document, CancellationToken cancellationToken) =>
        editor.ChangeAsync(
            request,
            PartKind.ApiKey,
            key,
            "replaced",
            (part, _) =>
            {
                var (values, problem) = Read(document);
                if (document.Id is not null && document.Id != key)
                {
                    problem = Problem.InvalidRequest([
                        .. problem?.Errors ?? [],
                        new FieldError("id", "It must be the id in the path, or be left out."),
                    ]);
                }

                return problem is null
                    ? new Result<ChangedPart>.Success(
                        new ChangedPart(part with { Values = values.Append(new("Sha256", part["Sha256"] ?? "")).ToDictionary() })
                    )
                    : new Result<ChangedPart>.Failure(problem);
            },
            cancellationToken
        );

    /// <summary>Revokes a key, whatever its version: every instance refuses it within 15 s.</summary>
    public Task<Result<DirectoryEdit>> RevokeAsync(EditRequest request, string key, CancellationToken cancellationToken) =>
        editor.EditAsync(
            request,
            (merchant, moment) => PartEdits.Remove(merchant, PartKind.ApiKey, key, request, moment, checks: false),
            cancellationToken
        );

    /// <summary>An id for a key that is to be made.</summary>
    public static string NewId() => "key_" + RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 16);

    private static Problem Made(StoredPart key) =>
        new(
            409,
            "already_exists",
            $"There is a key '{key.Id}' already, and it is not shown again. If you lost the response, revoke it and create another one."
        )
        {
            Version = key.Version,
        };

    private static (IReadOnlyDictionary<string, string> Values, Problem? Problem) Read(ApiKeyDocument document)
    {
        var values = new DocumentValues()
            .Add("Owner", document.Owner)
            .Add("Roles", document.Roles)
            .Add("Expires", document.ExpiresAt)
            .Add("Addresses", document.Addresses);
        var check = new RequestCheck();
        foreach (var error in values.Errors)
            check.Add(error.Field, error.Message);
        check.Text("owner", document.Owner, 64);
        return (values.Values, check.Problem);
    }
}

/// <summary>What an API key may do, and from when and where.</summary>
public sealed record ApiKeyDocument(string? Owner, IReadOnlyList<string>? Roles, string? ExpiresAt, IReadOnlyList<string>? Addresses)
{
    /// <summary>What its caller calls it; null where an id is to be made.</summary>
    public string? Id { get; init; }
}

using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;

namespace PaymentHub.Merchants;

/// <summary>
/// Encrypts with the current master key what an older one has encrypted, some merchants at a time, so that the older one can be removed. The content
/// does not change, and so no version of a part does. A concurrent change of a merchant is handled like any other conflict.
/// </summary>
public sealed partial class DirectoryReencryption(DirectoryStore store, TimeProvider clock)
{
    /// <summary>So many merchants a step.</summary>
    private const int MaxMerchants = 100;

    /// <summary>A transaction has room for 100 rows.</summary>
    private const int MaxParts = 90;

    private const int MaxTries = 3;
    private const int AtOnce = 16;
    private const string Binding = "ops/directory/reencrypt";

    /// <summary>One step. After the last one everything is looked at once more, and only then the older key is no longer needed.</summary>
    public async Task<Result<ReencryptionStep>> StepAsync(
        Author by,
        IEnumerable<KeyValuePair<string, StringValues>> query,
        CancellationToken cancellationToken
    )
    {
        var check = new QueryCheck(query, "cursor");
        var after = check.Position(Binding, Position());
        if (check.Problem is { } problem)
            return new Result<ReencryptionStep>.Failure(problem);
        if (!store.MasterKeys.Any)
            return new Result<ReencryptionStep>.Failure(new Problem(409, "no_master_key", "The hub has no master key (PaymentHub__MasterKeys__0)."));

        var all = (await store.ReadIndexAsync(cancellationToken)).Select(entry => entry.Id).Order(StringComparer.Ordinal).ToList();
        var step = all.Where(id => string.CompareOrdinal(id, after) > 0).Take(MaxMerchants).ToList();
        var sealedAnew = 0;
        foreach (var id in step)
            sealedAnew += await SealAsync(id, by, cancellationToken);
        if (step.Count > 0 && step[^1] != all[^1])
            return new Result<ReencryptionStep>.Success(new ReencryptionStep(sealedAnew, false, [], Cursor.Write(Binding, step[^1])));

        var left = await LeftAsync(all, cancellationToken);
        if (left.Count == 0)
            await store.SealCheckAsync(cancellationToken);
        return new Result<ReencryptionStep>.Success(new ReencryptionStep(sealedAnew, left.Count == 0, left, null));
    }

    private async Task<int> SealAsync(string id, Author by, CancellationToken cancellationToken)
    {
        var (done, tries) = (0, 0);
        while (
            await store.ReadAsync(id, cancellationToken) is { Unreadable: null } merchant
            && merchant.Parts.Where(IsOld).Where(part => part.Unreadable is null).Take(MaxParts).ToList() is { Count: > 0 } parts
            && tries < MaxTries
        )
        {
            var now = clock.GetUtcNow();
            var next = merchant with { Version = merchant.Version + 1, UpdatedAt = now };
            if (
                await store.TryWriteAsync(
                    next,
                    parts,
                    [],
                    new DirectoryChange(next.Version, now, by, "merchant.reencrypted", Storage.Keys.Merchant, []),
                    cancellationToken
                )
            )
            {
                done += parts.Count;
            }
            else
            {
                tries++;
            }
        }

        return done;
    }

    /// <summary>What is still sealed with an older key: it cannot be read, or somebody writes with it.</summary>
    private async Task<IReadOnlyList<string>> LeftAsync(IReadOnlyList<string> merchants, CancellationToken cancellationToken)
    {
        var left = new List<string>();
        await Parallel.ForEachAsync(
            merchants,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (id, token) =>
            {
                if (await store.ReadAsync(id, token) is { } merchant)
                {
                    lock (left)
                        left.AddRange(merchant.Parts.Where(IsOld).Select(part => $"{id}|{part.Key}"));
                }
            }
        );
        return [.. left.Order(StringComparer.Ordinal)];
    }

    private bool IsOld(StoredPart part) => part.SealedBy is { } key && key != store.MasterKeys.Current;

    [GeneratedRegex(@"^[a-z0-9_]{1,32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Position();
}

/// <summary>What a step did.</summary>
/// <param name="Resealed">How many accounts and endpoints were sealed anew.</param>
/// <param name="Finished">Whether nothing needs an older master key any more.</param>
/// <param name="Left">What does, after the last step.</param>
/// <param name="NextCursor">Where the next step begins; null after the last one.</param>
public sealed record ReencryptionStep(int Resealed, bool Finished, IReadOnlyList<string> Left, string? NextCursor);

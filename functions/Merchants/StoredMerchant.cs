namespace PaymentHub.Merchants;

/// <summary>A merchant as it is stored in the directory's table.</summary>
/// <param name="Id">The id that it was created with.</param>
/// <param name="Version">Rises by one with every change of it or of anything that belongs to it.</param>
public sealed record StoredMerchant(string Id, int Version)
{
    /// <summary>What people call it.</summary>
    public string? Name { get; init; }

    /// <summary>Whether its keys are refused and nothing new is started for it. What arrives for its orders is still processed.</summary>
    public bool Disabled { get; init; }

    /// <summary>How its payers see its pages: by the names that settings have for it.</summary>
    public IReadOnlyDictionary<string, string> Page { get; init; } = new Dictionary<string, string>();

    /// <summary>The version with which its own row was changed last.</summary>
    public int RowVersion { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Its accounts, endpoints and API keys.</summary>
    public IReadOnlyList<StoredPart> Parts { get; init; } = [];

    /// <summary>The version that an import made of it last; null when none did. Another version since is somebody's change.</summary>
    public int? ImportedAs { get; init; }

    /// <summary>In what it is not what the settings say, where they have it, too, and count in its place; null where they do not.</summary>
    public IReadOnlyList<string>? Differences { get; init; }

    /// <summary>
    /// Why nobody can say what holds of it: its own row cannot be read, which has its version and whether it is disabled. Its parts have their names
    /// all the same. Null when it can.
    /// </summary>
    public string? Unreadable { get; init; }

    /// <summary>Names this state of its row in the table; null when there is none yet.</summary>
    public string? Revision { get; init; }

    public StoredPart? Find(PartKind kind, string id) => Parts.FirstOrDefault(part => part.Kind == kind && part.Id == id);

    public IEnumerable<StoredPart> Of(PartKind kind) => Parts.Where(part => part.Kind == kind).OrderBy(part => part.Id, StringComparer.Ordinal);

    /// <summary>The same with another part, in place of one of its kind and id if there is one.</summary>
    public StoredMerchant With(StoredPart part) => this with { Parts = [.. Parts.Where(other => other.Key != part.Key), part] };

    public StoredMerchant Without(StoredPart part) => this with { Parts = [.. Parts.Where(other => other.Key != part.Key)] };

    public override string ToString() => Id;
}

/// <summary>What belongs to a merchant; the words are those of row keys.</summary>
public enum PartKind
{
    Account,
    Endpoint,
    ApiKey,
}

/// <summary>An account, an endpoint or an API key, by the names that its settings would have in app settings below it (with <c>:</c>).</summary>
public sealed record StoredPart(PartKind Kind, string Id)
{
    /// <summary>The merchant's version with which it was changed last.</summary>
    public int Version { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Settings that anybody may read who may read the merchant.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>Settings that are stored encrypted and never shown.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();

    /// <summary>When a setting ends that another one has taken the place of.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Ends { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>The hashes of an account's callback ids, as its row had them.</summary>
    public IReadOnlyDictionary<string, string> CallbackHashes { get; init; } = new Dictionary<string, string>();

    /// <summary>Why its row cannot be read; null when it can.</summary>
    public string? Unreadable { get; init; }

    /// <summary>Names the master key that its secrets are sealed with; null when it has none.</summary>
    public string? SealedBy { get; init; }

    /// <summary>The key of its row.</summary>
    public string Key => Storage.Keys.MerchantPart(Orders.SnakeCaseEnum.Of(Kind), Id);

    /// <summary>An account's callback ids, which are secrets.</summary>
    public IEnumerable<KeyValuePair<string, string>> CallbackIds =>
        Secrets.Where(secret => secret.Key.StartsWith("CallbackIds:", StringComparison.Ordinal));

    public string? this[string name] => Values.GetValueOrDefault(name) ?? Secrets.GetValueOrDefault(name);

    /// <summary>Every setting that has not ended by then.</summary>
    public IEnumerable<KeyValuePair<string, string>> At(DateTimeOffset now) => Values.Concat(Secrets).Where(setting => Counts(setting.Key, now));

    /// <summary>Whether a setting has not ended by then.</summary>
    public bool Counts(string name, DateTimeOffset now) => !Ends.TryGetValue(name, out var end) || now < end;

    /// <summary>The same without what has ended by then.</summary>
    public StoredPart Tidy(DateTimeOffset now) => Without(Ends.Where(end => end.Value <= now).Select(end => end.Key));

    /// <summary>The same without these settings.</summary>
    public StoredPart Without(IEnumerable<string> names)
    {
        var gone = names.ToHashSet(StringComparer.Ordinal);
        return gone.Count == 0 ? this : this with { Values = Rest(Values), Secrets = Rest(Secrets), Ends = Rest(Ends) };

        Dictionary<string, T> Rest<T>(IReadOnlyDictionary<string, T> all) => all.Where(one => !gone.Contains(one.Key)).ToDictionary();
    }

    // A record would print its secrets.
    public override string ToString() => Key;
}

/// <summary>Who changed something in the directory.</summary>
/// <param name="Kind">operator or merchant.</param>
/// <param name="Name">A person's or a system's name: never a secret.</param>
public sealed record Author(string Kind, string Name)
{
    /// <summary>The kind of whoever has one of a merchant's keys.</summary>
    public const string Merchant = "merchant";

    public static Author Of(Operator by) => new("operator", by.Name);

    /// <summary>Whoever has one of the merchant's keys.</summary>
    public static Author Of(Caller caller) => new(Merchant, caller.Key.Owner);
}

/// <summary>One change of a merchant.</summary>
/// <param name="Version">The version that it made.</param>
/// <param name="What">Such as account.created.</param>
/// <param name="Part">The row that was changed.</param>
/// <param name="Fields">The names of what was changed, never what it was or is.</param>
public sealed record DirectoryChange(int Version, DateTimeOffset At, Author By, string What, string Part, IReadOnlyList<string> Fields)
{
    /// <summary>Why, in an operator's words; null when nothing was said.</summary>
    public string? Note { get; init; }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using PaymentHub.Money;

namespace PaymentHub.Merchants;

/// <summary>Checks a request's fields and collects everything that is wrong with them.</summary>
internal sealed class RequestCheck
{
    private const int MaxMetadata = 20;
    private const int MaxMetadataKey = 40;
    private const int MaxMetadataValue = 200;

    // An order with everything that its merchant and provider say about it must fit a text column of 32,768 characters, in which characters outside
    // the basic plane are written as two escapes.
    private const int MaxMetadataWritten = 6_000;

    private readonly List<FieldError> _errors = [];
    private bool _isOut;

    /// <summary>What was found, or null when all is well.</summary>
    public Problem? Problem =>
        _errors.Count > 0 ? Merchants.Problem.InvalidRequest(_errors)
        : _isOut ? Merchants.Problem.AccountUnavailable
        : null;

    public void Add(string field, string message) => _errors.Add(new FieldError(field, message));

    /// <summary>The merchant's account of that id.</summary>
    public Account? Account(MerchantDirectory directory, Merchant merchant, string? id)
    {
        if (string.IsNullOrEmpty(id))
            Add("account", "It is required: the id of one of your accounts.");
        else if (directory.FindAccount(id, merchant) is { } account)
            return account;
        else if (directory.IsBroken(id, merchant))
            _isOut = true;
        else
            Add("account", "You have no account with that id.");
        return null;
    }

    /// <summary>The merchant's account of that id, on which something new shall be begun.</summary>
    public Account? OpenAccount(MerchantDirectory directory, Merchant merchant, string? id)
    {
        var account = Account(directory, merchant, id);
        if (account is { Disabled: true })
            Add("account", "This account is disabled.");
        return account;
    }

    /// <summary>An id of the merchant's own: a customer or a reference.</summary>
    public void MerchantText(string field, string? text)
    {
        if (string.IsNullOrEmpty(text))
            Add(field, "It is required.");
        else if (!Identifiers.IsMerchantText(text))
            Add(field, "It must be 1 to 64 ASCII letters, digits and . _ : @ -");
    }

    /// <summary>A positive amount as plain digits.</summary>
    public decimal Amount(string field, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            Add(field, "It is required: digits with an optional fraction, as a string.");
            return 0;
        }

        switch (Amounts.ReadPlain(text, out var amount))
        {
            case AmountReading.Exact when amount > 0:
                return amount;
            case AmountReading.OutOfRange:
                Add(field, $"It has more than {Amounts.MaxSignificantDigits} significant digits.");
                break;
            default:
                Add(field, "It must be a positive amount: digits with an optional fraction, for instance \"12.50\".");
                break;
        }

        return 0;
    }

    /// <summary>A text that has to be there.</summary>
    public void Text(string field, string? text, int max)
    {
        if (string.IsNullOrWhiteSpace(text))
            Add(field, "It is required.");
        else
            OptionalText(field, text, max);
    }

    /// <summary>A text that may be missing.</summary>
    public void OptionalText(string field, string? text, int max)
    {
        if (text is null)
            return;
        if (text.Length == 0 || text.Length > max || text.Any(char.IsControl))
            Add(field, $"It must be 1 to {max} characters without control characters, or be left out.");
    }

    /// <summary>Texts of the merchant's own that may be missing.</summary>
    public void Metadata(IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is null)
            return;
        if (metadata.Count > MaxMetadata)
        {
            Add("metadata", $"It has more than {MaxMetadata} texts.");
            return;
        }

        if (metadata.Keys.Any(key => key.Length is 0 or > MaxMetadataKey || key.Any(char.IsControl)))
            Add("metadata", $"Each key must be 1 to {MaxMetadataKey} characters without control characters.");
        foreach (var (key, value) in metadata.Where(text => text.Key.Length <= MaxMetadataKey && !text.Key.Any(char.IsControl)))
        {
            if (value is null || value.Length > MaxMetadataValue || value.Any(char.IsControl))
                Add($"metadata.{key}", $"It must be a text of at most {MaxMetadataValue} characters without control characters.");
        }

        if (metadata.Sum(text => Written(text.Key) + Written(text.Value)) > MaxMetadataWritten)
            Add("metadata", $"It has more than {MaxMetadataWritten} characters, of which an emoji counts as twelve.");
    }

    /// <summary>Metadata in one order, for a hash over a whole request: behind everything else and a null, which stands nowhere else.</summary>
    public static IEnumerable<string?> Ordered(IReadOnlyDictionary<string, string>? metadata) =>
        metadata is null or { Count: 0 }
            ? []
            : metadata.OrderBy(text => text.Key, StringComparer.Ordinal).SelectMany(text => new[] { text.Key, text.Value }).Prepend(null);

    private static int Written(string? text) => JsonEncodedText.Encode(text ?? "", JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value.Length;

    /// <summary>An http(s) address that may be missing.</summary>
    public void OptionalUrl(string field, string? text)
    {
        if (text is null)
            return;
        if (text.Length > 1024 || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            Add(field, "It must be an absolute http(s) address of at most 1024 characters, or be left out.");
    }
}

using PaymentHub.Money;

namespace PaymentHub.Merchants;

/// <summary>Checks a request's fields and collects everything that is wrong with them.</summary>
internal sealed class RequestCheck
{
    private readonly List<FieldError> _errors = [];

    /// <summary>What was found, or null when all is well.</summary>
    public Problem? Problem => _errors.Count == 0 ? null : Merchants.Problem.InvalidRequest(_errors);

    public void Add(string field, string message) => _errors.Add(new FieldError(field, message));

    /// <summary>The merchant's account of that id.</summary>
    public Account? Account(MerchantDirectory directory, Merchant merchant, string? id)
    {
        if (string.IsNullOrEmpty(id))
            Add("account", "It is required: the id of one of your accounts.");
        else if (directory.FindAccount(id, merchant) is { } account)
            return account;
        else
            Add("account", "You have no account of that id.");
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

    /// <summary>An http(s) address that may be missing.</summary>
    public void OptionalUrl(string field, string? text)
    {
        if (text is null)
            return;
        if (text.Length > 1024 || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            Add(field, "It must be an absolute http(s) address of at most 1024 characters, or be left out.");
    }
}

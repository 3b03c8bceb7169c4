using System.Globalization;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>A request whose signature was good.</summary>
internal sealed record PayProtocolRequest(PayProtocolAccount Account, IQueryCollection Query, byte[] Body)
{
    /// <summary>A parameter of the query string, whatever its case; null when missing or empty.</summary>
    public string? Text(string name) => Query[name].ToString() is { Length: > 0 } value ? value : null;

    /// <exception cref="FormatException">It is there and no number: the pipeline answers with the provider's error for parameters.</exception>
    public long? Number(string name) => Text(name) is { } value ? long.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture) : null;
}

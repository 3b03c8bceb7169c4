using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace PaymentHub.Tests.Providers;

/// <summary>A request as it would have gone out.</summary>
internal sealed record SentRequest(string Method, Uri Address, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string PathAndQuery => Address.PathAndQuery;

    /// <summary>The fields of a form, decoded by the framework and not by us.</summary>
    public Dictionary<string, string> Form => QueryHelpers.ParseQuery(Text).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
}

using System.Security.Cryptography;
using System.Text;
using FunctionsHost.Settings;
using Microsoft.AspNetCore.Http;

namespace FunctionsHost.Http;

/// <summary>Who may call what. Without any key all is open, as with Core Tools; with one it is as on Azure.</summary>
internal sealed class FunctionKeys(IReadOnlyDictionary<string, string> keys)
{
    private const string Master = "master";
    private const string Header = "x-functions-key";
    private const string Query = "code";

    private bool IsOpen => keys.Count == 0;

    /// <summary>Whether a request may run a function.</summary>
    public bool Allow(HttpRequest request, string function, AuthLevel level) =>
        IsOpen
        || level switch
        {
            AuthLevel.Anonymous => true,
            AuthLevel.Admin => AllowAdmin(request),
            _ => Holds(
                request,
                name =>
                    name == Master
                    || !name.Contains('/', StringComparison.Ordinal)
                    || name.StartsWith($"{function}/", StringComparison.OrdinalIgnoreCase)
            ),
        };

    /// <summary>Whether a request may do what the host's owner may: that takes the master key.</summary>
    public bool AllowAdmin(HttpRequest request) => IsOpen || Holds(request, name => name == Master);

    private bool Holds(HttpRequest request, Func<string, bool> counts)
    {
        var given = request.Headers.TryGetValue(Header, out var header) && header.Count > 0 ? header[0] : request.Query[Query].FirstOrDefault();
        if (string.IsNullOrEmpty(given))
            return false;
        var bytes = Encoding.UTF8.GetBytes(given);
        return keys.Where(key => counts(key.Key)).Any(key => CryptographicOperations.FixedTimeEquals(bytes, Encoding.UTF8.GetBytes(key.Value)));
    }
}

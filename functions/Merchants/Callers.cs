using System.Net;
using Microsoft.Extensions.Logging;

namespace PaymentHub.Merchants;

/// <summary>Finds who calls our API, by the key that they send and where they send it from.</summary>
public sealed partial class Callers(
    MerchantDirectory directory,
    DirectoryRefresh refresh,
    KeyUseStore uses,
    TimeProvider clock,
    ILogger<Callers> logger
)
{
    /// <summary>The caller; null if the key is unknown, expired, or may not be used from there. Only its owner needs to know which.</summary>
    /// <param name="from">The address that the platform saw the request come from; nothing that the caller wrote itself.</param>
    /// <exception cref="TimeoutException">The directory cannot be read, so that the key may have been revoked long ago.</exception>
    public async Task<Caller?> FindAsync(string apiKey, IPAddress? from, CancellationToken cancellationToken)
    {
        var caller = directory.FindCaller(apiKey);
        if (caller is null && await refresh.AfterMissAsync(cancellationToken))
            caller = directory.FindCaller(apiKey);
        if (caller is null)
            return null;
        if (caller.Merchant.IsStored && !refresh.IsBelievable)
            throw new TimeoutException("The directory cannot be read, and what is known of API keys is too old.");
        if (caller.Key.IsGood(clock.GetUtcNow(), from))
        {
            // Nobody waits for it.
            _ = uses.NoteAsync(caller);
            return caller;
        }

        Log.Refused(logger, caller.Merchant.Id, caller.Key.Id);
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Merchant {Merchant}: API key {Key} was refused: it has expired, or came from an address that it may not be used from."
        )]
        public static partial void Refused(ILogger logger, string merchant, string key);
    }
}

/// <summary>Who calls our API: a merchant, by one of its keys.</summary>
public sealed record Caller(Merchant Merchant, ApiKey Key)
{
    /// <summary>Whether the key may do what needs one of these roles.</summary>
    public bool May(Roles roles) => (Key.Roles & roles) != Roles.None;
}

namespace PaymentHub.Storage;

/// <summary>The tables. A rules test holds this list and the deployment's together.</summary>
public static class TableNames
{
    /// <summary>Orders with their events, deliveries, attempts and outbox entries.</summary>
    public const string Orders = "orders";

    /// <summary>Callbacks as evidence, with the outbox entries to process them.</summary>
    public const string Callbacks = "callbacks";

    /// <summary>Orders newest first, by day and by customer.</summary>
    public const string Listing = "listing";

    /// <summary>Issued deposit addresses.</summary>
    public const string Addresses = "addresses";

    /// <summary>What has been taken of the accounts' limits, by day.</summary>
    public const string Limits = "limits";

    /// <summary>The circuit breakers of webhook endpoints.</summary>
    public const string Endpoints = "endpoints";

    /// <summary>How far reading the providers' lists have come, reports, what each
    /// account is at its provider, and the state of our own rows.</summary>
    public const string Reconciliations = "reconciliations";

    /// <summary>The directory: merchants with their accounts, endpoints and API keys, and who changed what.</summary>
    public const string Merchants = "merchants";

    public static IReadOnlyList<string> All { get; } = [Orders, Callbacks, Listing, Addresses, Limits, Endpoints, Reconciliations, Merchants];
}

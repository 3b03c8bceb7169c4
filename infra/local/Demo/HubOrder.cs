namespace PaymentHub.Local.Demo;

/// <summary>What the demo looks at in an order, as our API and our webhooks write it.</summary>
internal sealed record HubOrder
{
    public required string Id { get; init; }

    public required string Status { get; init; }

    public string? ReviewReason { get; init; }

    public string? CustomerId { get; init; }

    public string? Amount { get; init; }

    public string? Currency { get; init; }
}

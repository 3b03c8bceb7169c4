namespace PaymentHub.Merchants.Lists;

/// <summary>An event as it stands in a merchant's feed.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Body">The webhook's body.</param>
public sealed record FeedEvent(string Id, string Body);

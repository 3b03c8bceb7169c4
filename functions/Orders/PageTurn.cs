namespace PaymentHub.Orders;

/// <summary>Whose turn it is to ask the provider for the order's payment page.</summary>
/// <param name="Id">Names the request whose turn it is.</param>
/// <param name="Until">When another request may take the turn, because that one must have died.</param>
public sealed record PageTurn(string Id, DateTimeOffset Until);

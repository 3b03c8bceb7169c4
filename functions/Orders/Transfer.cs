namespace PaymentHub.Orders;

/// <summary>A transfer to the address that was made for one order, done. Its amount may be a part of what the order comes to.</summary>
/// <param name="Id">The provider's id of it.</param>
/// <param name="Amount">In units of the currency.</param>
/// <param name="Currency">The currency's symbol.</param>
public sealed record Transfer(string Id, decimal Amount, string Currency);

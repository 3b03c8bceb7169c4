namespace PaymentHub.Sandbox.Gateway;

/// <summary>A transfer to a user's address.</summary>
/// <param name="Account">The name of the account.</param>
/// <param name="Identify">The merchant's own id of the user.</param>
/// <param name="OrderId">19 digits.</param>
/// <param name="TransactionId">64 hex digits.</param>
/// <param name="Amount">A JSON number, as the callback writes it.</param>
public sealed record GatewayRecharge(
    string Account, string Identify, string Address, string OrderId, string TransactionId, string Amount, DateTimeOffset CreatedAt);

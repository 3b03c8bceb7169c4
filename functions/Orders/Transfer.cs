using System.Text.Json.Serialization;

namespace PaymentHub.Orders;

/// <summary>A transfer to the address that was made for one order. Its amount may be a part of what the order comes to.</summary>
/// <param name="Id">The provider's id of it.</param>
/// <param name="Amount">In units of the currency.</param>
/// <param name="Currency">The currency's symbol.</param>
public sealed record Transfer(string Id, decimal Amount, string Currency)
{
    /// <summary>Whether it is still on its way: then it is not money that has come.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool InProgress { get; init; }
}

namespace PaymentHub.Merchants;

/// <summary>Who calls our API: a merchant, by one of its keys.</summary>
public sealed record Caller(Merchant Merchant, ApiKey Key)
{
    /// <summary>Whether the key may do what needs one of these roles.</summary>
    public bool May(Roles roles) => (Key.Roles & roles) != Roles.None;
}

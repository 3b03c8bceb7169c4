namespace PaymentHub.Sandbox.Control;

/// <summary>Makes a user without asking the provider's API.</summary>
internal sealed record NewUser(string Account, string Id);

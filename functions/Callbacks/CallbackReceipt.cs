using PaymentHub.Providers;

namespace PaymentHub.Callbacks;

/// <summary>What a provider is answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Callback">Our id of the callback.</param>
/// <param name="Acknowledgement">The provider's exact words for "received"; null unless the callback is safely stored.</param>
public sealed record CallbackReceipt(int Status, CallbackId Callback, Acknowledgement? Acknowledgement = null);

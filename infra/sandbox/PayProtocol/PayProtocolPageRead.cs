namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>A page of a list that somebody is reading.</summary>
/// <param name="Endpoint">"recharge/list", "withdraw/list" or "user/list".</param>
/// <param name="Page">The first is 1.</param>
/// <param name="Listed">How many entries are on this page.</param>
/// <param name="Count">How many there are on all pages.</param>
public sealed record PayProtocolPageRead(string Endpoint, int Page, int Listed, int Count);

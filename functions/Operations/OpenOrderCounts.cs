namespace PaymentHub.Operations;

/// <summary>How many open orders accounts have.</summary>
/// <param name="ByAccount">As many as were counted; accounts without any are left out.</param>
/// <param name="Cut">The accounts that may have more.</param>
public sealed record OpenOrderCounts(IReadOnlyDictionary<string, int> ByAccount, IReadOnlySet<string> Cut);

namespace PaymentHub.Sandbox.Faults;

/// <summary>
/// What can be made to go wrong. The first word tells where: in a callback, in the answer to a query, or in any request. The three kinds stand
/// together in this order; the plan takes them by range.
/// </summary>
public enum FaultKind
{
    /// <summary>The callback is never sent, and never sent again.</summary>
    CallbackDropped,

    /// <summary>The first attempt waits for <see cref="Fault.Delay"/> (not scaled).</summary>
    CallbackDelayed,

    /// <summary>The first attempt is sent <see cref="Fault.Copies"/> times more, one after the other or <see cref="Fault.InParallel"/>.</summary>
    CallbackDuplicated,

    /// <summary>The callback waits until the provider's next one has been sent: the later one overtakes it.</summary>
    CallbackHeld,

    /// <summary>Signed with another key.</summary>
    CallbackWrongKey,

    /// <summary>The amount is changed after signing.</summary>
    CallbackAltered,

    /// <summary>No signature (MPay, gateway: the field is missing; Pay Protocol: the header).</summary>
    CallbackUnsigned,

    /// <summary>Pay Protocol: signed well, with a timestamp that is <see cref="Fault.Delay"/> old (default an hour).</summary>
    CallbackStale,

    /// <summary>Signed well, with another amount than paid: <see cref="Fault.Value"/>, or ten times as much.</summary>
    CallbackWrongAmount,

    /// <summary>Pay Protocol: signed well, with another wallet address: <see cref="Fault.Value"/>, or one that nobody has.</summary>
    CallbackWrongAddress,

    /// <summary>Signed well, with another currency (gateway: contract_type): <see cref="Fault.Value"/>, or any other.</summary>
    CallbackWrongCurrency,

    /// <summary>Signed well, with another customer (Pay Protocol, gateway): <see cref="Fault.Value"/>, or "somebody_else".</summary>
    CallbackWrongCustomer,

    /// <summary>The query says that the order is still pending.</summary>
    QueryPending,

    /// <summary>The query does not find the order.</summary>
    QueryMissing,

    /// <summary>The query tells another amount, as for callbacks.</summary>
    QueryWrongAmount,

    /// <summary>The query tells another address (MPay: the payer's), as for callbacks.</summary>
    QueryWrongAddress,

    /// <summary>The query tells another currency, as for callbacks (Pay Protocol only).</summary>
    QueryWrongCurrency,

    /// <summary>The query tells another customer, as for callbacks (Pay Protocol only).</summary>
    QueryWrongCustomer,

    /// <summary>HTTP 503, or the status in <see cref="Fault.Value"/>, without doing anything.</summary>
    RequestFails,

    /// <summary>The connection breaks without anything done.</summary>
    RequestBreaks,

    /// <summary>The answer comes <see cref="Fault.Delay"/> late.</summary>
    RequestSlow,

    /// <summary>The provider's own error code in <see cref="Fault.Value"/> (default 9999), without doing anything.</summary>
    RequestRefused,

    /// <summary>The request is carried out, and then the connection breaks without an answer.</summary>
    RequestTakenThenBreaks,
}

using System.Globalization;
using System.Text.Json.Serialization;

namespace PaymentHub.Sandbox.Faults;

/// <summary>Something to go wrong at a provider, once or more often.</summary>
public sealed record Fault(SandboxProvider Provider, FaultKind Kind)
{
    /// <summary>Given by the plan.</summary>
    public int Id { get; init; }

    /// <summary>How many times it strikes; null: until it is removed.</summary>
    public int? Times { get; init; } = 1;

    /// <summary>Requests: only this endpoint ("user/create", "withdraw/apply", "v1/withdraw", "user/down"); null: any.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Callbacks, queries and withdrawals: only about this customer, order (ours
    /// or the provider's id) or withdrawal address; null: any.</summary>
    public string? About { get; init; }

    /// <summary>How late or how old.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How many copies are sent besides the original.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>Whether the copies are sent at the same time as the original.</summary>
    public bool InParallel { get; init; }

    /// <summary>What to say instead, in the form that the provider sends.</summary>
    public string? Value { get; init; }

    internal int Number(int otherwise) => Value is null ? otherwise : int.Parse(Value, CultureInfo.InvariantCulture);
}

/// <summary>The faults that strike one callback or one answer to a query.</summary>
internal sealed class Distortion(IReadOnlyList<Fault> faults)
{
    public Fault? Amount => Find(FaultKind.CallbackWrongAmount) ?? Find(FaultKind.QueryWrongAmount);

    public Fault? Address => Find(FaultKind.CallbackWrongAddress) ?? Find(FaultKind.QueryWrongAddress);

    public Fault? Currency => Find(FaultKind.CallbackWrongCurrency) ?? Find(FaultKind.QueryWrongCurrency);

    public Fault? Customer => Find(FaultKind.CallbackWrongCustomer) ?? Find(FaultKind.QueryWrongCustomer);

    public Fault? Find(FaultKind kind) => faults.FirstOrDefault(fault => fault.Kind == kind);

    public bool Has(FaultKind kind) => Find(kind) is not null;
}

/// <summary>
/// What can be made to go wrong. The first word tells where: in a callback, in the answer to a query, in what becomes of a withdrawal, or in any
/// request. The four kinds stand together in this order; the plan takes them by range.
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

    /// <summary>The callback waits until <see cref="Callbacks.CallbackSender.ReleaseHeldAsync"/>, whatever is sent meanwhile.</summary>
    CallbackKept,

    /// <summary>Signed with another key: what the hub calls bad_signature. Its own wrong_key is something else.</summary>
    [JsonStringEnumMemberName("callback_forged")]
    CallbackWrongKey,

    /// <summary>The amount is changed after signing.</summary>
    CallbackAltered,

    /// <summary>No signature (MPay, gateway: the field is missing; Pay Protocol: the header).</summary>
    CallbackUnsigned,

    /// <summary>Pay Protocol: signed well, with a timestamp that is <see cref="Fault.Delay"/> old (default an hour).</summary>
    [JsonStringEnumMemberName("callback_stale_timestamp")]
    CallbackStale,

    /// <summary>Signed well, with another amount than paid: <see cref="Fault.Value"/>, or ten times as much.</summary>
    CallbackWrongAmount,

    /// <summary>Pay Protocol: signed well, with another wallet address: <see cref="Fault.Value"/>, or one that nobody has.</summary>
    CallbackWrongAddress,

    /// <summary>Signed well, with another currency (gateway: contract_type): <see cref="Fault.Value"/>, or any other.</summary>
    CallbackWrongCurrency,

    /// <summary>Pay Protocol: a withdrawal's callback lacks its outTradeNo.</summary>
    CallbackWithoutOrder,

    /// <summary>Gateway: a withdrawal's callback lacks its transaction_id.</summary>
    CallbackWithoutTransaction,

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

    /// <summary>The withdrawal settles as failed, where it settles by itself.</summary>
    WithdrawalFails,

    /// <summary>The withdrawal settles as rejected (where the provider knows no such word: as failed), where it settles by itself.</summary>
    WithdrawalRejected,

    /// <summary>The withdrawal stays open until somebody settles it by hand.</summary>
    WithdrawalStays,

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

    /// <summary>The request is carried out at once, and answered <see cref="Fault.Delay"/> late.</summary>
    RequestTakenThenSlow,

    /// <summary>The request is carried out, and then answered with HTTP 500, or the status in <see cref="Fault.Value"/>.</summary>
    RequestTakenThenFails,

    /// <summary>The request is carried out, and then answered with the provider's own
    /// error code in <see cref="Fault.Value"/> (default 9999).</summary>
    RequestTakenThenRefused,

    /// <summary>The request is carried out, and then answered with half of its answer.</summary>
    RequestTakenThenGarbled,

    /// <summary>
    /// The request is carried out <see cref="Fault.Delay"/> late, even when whoever
    /// asked has hung up by then. Give less than a signature stays fresh.
    /// </summary>
    RequestTakenLate,
}

using System.Globalization;

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

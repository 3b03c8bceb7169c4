namespace PaymentHub.Sandbox.Faults;

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

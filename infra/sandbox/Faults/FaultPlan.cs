namespace PaymentHub.Sandbox.Faults;

/// <summary>What shall go wrong. A fault that has struck often enough is gone.</summary>
public sealed class FaultPlan
{
    private const int MaxFaults = 1000;
    private readonly Lock _gate = new();
    private readonly List<Fault> _faults = [];
    private int _lastId;

    /// <summary>The faults that are still to strike, in the order of their making.</summary>
    public IReadOnlyList<Fault> Active
    {
        get
        {
            lock (_gate)
            {
                return [.. _faults];
            }
        }
    }

    /// <summary>Adds a fault and returns it with its id.</summary>
    public Fault Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_gate)
        {
            if (_faults.Count >= MaxFaults)
            {
                throw new InvalidOperationException($"There are {MaxFaults} faults already: remove some first.");
            }

            var added = fault with { Id = ++_lastId };
            _faults.Add(added);
            return added;
        }
    }

    /// <summary>Removes one fault; false when it is not there any more.</summary>
    public bool Remove(int id)
    {
        lock (_gate)
        {
            return _faults.RemoveAll(fault => fault.Id == id) > 0;
        }
    }

    /// <summary>Removes every fault, or one provider's.</summary>
    public void Clear(SandboxProvider? provider = null)
    {
        lock (_gate)
        {
            _faults.RemoveAll(fault => provider is null || fault.Provider == provider);
        }
    }

    /// <summary>The fault that the next request meets: the oldest only, so that several of them are a sequence.</summary>
    internal Fault? TakeForRequest(SandboxProvider provider, string endpoint)
    {
        bool Matches(Fault fault) =>
            fault.Provider == provider
            && fault.Kind >= FaultKind.RequestFails
            && (fault.Endpoint is null || string.Equals(fault.Endpoint, endpoint, StringComparison.OrdinalIgnoreCase));

        lock (_gate)
        {
            var fault = _faults.Find(Matches);
            if (fault is not null)
            {
                Strike(fault);
            }

            return fault;
        }
    }

    internal Distortion TakeForCallback(SandboxProvider provider, params string[] about) =>
        Take(provider, FaultKind.CallbackDropped, FaultKind.CallbackWrongCustomer, about);

    internal Distortion TakeForQuery(SandboxProvider provider, params string[] about) =>
        Take(provider, FaultKind.QueryPending, FaultKind.QueryWrongCustomer, about);

    internal Distortion TakeForWithdrawal(SandboxProvider provider, params string[] about) =>
        Take(provider, FaultKind.WithdrawalFails, FaultKind.WithdrawalStays, about);

    /// <summary>The oldest fault of each kind: two of the same kind meet two callbacks.</summary>
    private Distortion Take(SandboxProvider provider, FaultKind first, FaultKind last, string[] about)
    {
        lock (_gate)
        {
            Fault[] taken =
            [
                .. _faults
                    .Where(fault => fault.Provider == provider && fault.Kind >= first && fault.Kind <= last)
                    .Where(fault => fault.About is null || about.Contains(fault.About, StringComparer.Ordinal))
                    .DistinctBy(fault => fault.Kind),
            ];
            foreach (var fault in taken)
            {
                Strike(fault);
            }

            return new Distortion(taken);
        }
    }

    private void Strike(Fault fault)
    {
        var index = _faults.IndexOf(fault);
        switch (fault.Times)
        {
            case null:
                break;
            case > 1:
                _faults[index] = fault with { Times = fault.Times - 1 };
                break;
            default:
                _faults.RemoveAt(index);
                break;
        }
    }
}

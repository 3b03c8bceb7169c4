using System.Diagnostics;

namespace Microsoft.Azure.Functions.Worker.Standin.Functions;

/// <summary>One invocation.</summary>
internal sealed class InvocationContext : FunctionContext
{
    private readonly FunctionDescriptor _function;

    public InvocationContext(FunctionDescriptor function, Trigger trigger, IServiceProvider services, CancellationToken cancellationToken)
    {
        _function = function;
        Trigger = trigger;
        InstanceServices = services;
        CancellationToken = cancellationToken;
        BindingContext = new TriggerBindingContext(trigger);
        Features.Set(new ResultFeature());
    }

    public Trigger Trigger { get; }

    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => _function.Name;

    public override TraceContext TraceContext { get; } = new CurrentTrace();

    public override BindingContext BindingContext { get; }

    public override RetryContext RetryContext { get; } = new NoRetries();

    public override IServiceProvider InstanceServices { get; set; }

    public override FunctionDefinition FunctionDefinition => _function.Definition;

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new InvocationFeatures();

    public override CancellationToken CancellationToken { get; }

    private sealed class TriggerBindingContext(Trigger trigger) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => trigger.BindingData;
    }

    private sealed class CurrentTrace : TraceContext
    {
        public override string TraceParent { get; } = Activity.Current?.Id ?? "";

        public override string TraceState { get; } = Activity.Current?.TraceStateString ?? "";
    }

    private sealed class NoRetries : RetryContext
    {
        public override int RetryCount => 0;

        public override int MaxRetryCount => 0;
    }
}

using Microsoft.Azure.Functions.Worker;

namespace PaymentHub.Tests.Support.App;

/// <summary>What middleware and functions see of an invocation: what the app uses of it, and nothing else.</summary>
internal sealed class InvocationContext(AppFunction function, IServiceProvider services, CancellationToken cancellationToken) : FunctionContext
{
    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => function.Name;

    public override TraceContext TraceContext => throw new NotSupportedException();

    public override BindingContext BindingContext => throw new NotSupportedException();

    public override RetryContext RetryContext => throw new NotSupportedException();

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition { get; } = new Definition(function);

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features => throw new NotSupportedException();

    public override CancellationToken CancellationToken { get; } = cancellationToken;

    private sealed class Definition(AppFunction function) : FunctionDefinition
    {
        public override System.Collections.Immutable.ImmutableArray<FunctionParameter> Parameters => throw new NotSupportedException();

        public override string PathToAssembly => function.Class.Assembly.Location;

        public override string EntryPoint => $"{function.Class.FullName}.{function.Method.Name}";

        public override string Id => function.Name;

        public override string Name => function.Name;

        public override System.Collections.Immutable.IImmutableDictionary<string, BindingMetadata> InputBindings => throw new NotSupportedException();

        public override System.Collections.Immutable.IImmutableDictionary<string, BindingMetadata> OutputBindings =>
            throw new NotSupportedException();
    }
}

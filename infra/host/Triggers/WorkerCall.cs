using FunctionsHost.Settings;
using FunctionsHost.Worker;
using FunctionsHost.Worker.Rpc;
using Google.Protobuf;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Description;
using Microsoft.Azure.WebJobs.Host.Bindings;
using Microsoft.Azure.WebJobs.Host.Protocols;

namespace FunctionsHost.Triggers;

/// <summary>Marks the parameter that takes the way to the worker.</summary>
[Binding]
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class WorkerCallAttribute : Attribute;

/// <summary>One invocation of a queue or timer function, about to be handed to the worker.</summary>
public sealed class WorkerCall
{
    private readonly FunctionDefinition _function;
    private readonly WorkerSupervisor _worker;
    private readonly BindingContext _context;

    internal WorkerCall(FunctionDefinition function, WorkerSupervisor worker, BindingContext context)
    {
        _function = function;
        _worker = worker;
        _context = context;
    }

    /// <summary>Runs the function in the worker.</summary>
    /// <param name="trigger">The value that triggered it.</param>
    /// <exception cref="FunctionFailedException">It failed; the SDK then does what it does with a method of its own that failed.</exception>
    public async Task RunAsync(object? trigger)
    {
        var request = new InvocationRequest
        {
            InvocationId = _context.FunctionInstanceId.ToString(),
            FunctionId = _function.Id,
            TraceContext = new RpcTraceContext(),
            InputData =
            {
                new ParameterBinding { Name = _function.Trigger.Parameter, Data = Input(trigger) },
            },
        };
        foreach (var (name, value) in Metadata(trigger))
            request.TriggerMetadata[name] = value;
        var response = await _worker.InvokeAsync(_function, request, _context.FunctionCancellationToken);
        FunctionFailedException.ThrowIfFailed(_function.Name, response);
    }

    private static TypedData Input(object? trigger) =>
        trigger switch
        {
            TimerFire fire => new TypedData { Json = fire.Json },
            string text => new TypedData { String = text },
            byte[] bytes => new TypedData { Bytes = ByteString.CopyFrom(bytes) },
            ParameterBindingData data => new TypedData
            {
                ModelBindingData = new ModelBindingData
                {
                    Version = data.Version,
                    Source = data.Source,
                    ContentType = data.ContentType,
                    Content = ByteString.CopyFrom(data.Content),
                },
            },
            _ => new TypedData(),
        };

    private Dictionary<string, TypedData> Metadata(object? trigger) =>
        trigger is TimerFire fire
            ? new Dictionary<string, TypedData> { ["TimerTrigger"] = new() { String = fire.TriggeredAt } }
            : TriggerMetadata.Of(_context.BindingData, trigger as string);
}

/// <summary>Gives a method its <see cref="WorkerCall"/>.</summary>
internal sealed class WorkerCallBindingProvider(IReadOnlyDictionary<string, FunctionDefinition> functions, WorkerSupervisor worker) : IBindingProvider
{
    // The SDK asks about every parameter: one without the mark is somebody else's.
    public Task<IBinding?> TryCreateAsync(BindingProviderContext context) =>
        Task.FromResult<IBinding?>(
            context.Parameter.ParameterType == typeof(WorkerCall) ? new Binding(functions[context.Parameter.Member.Name], worker) : null
        );

    private sealed class Binding(FunctionDefinition function, WorkerSupervisor worker) : IBinding
    {
        public bool FromAttribute => true;

        public Task<IValueProvider> BindAsync(object value, ValueBindingContext context) => throw new NotSupportedException("It is made, not given.");

        public Task<IValueProvider> BindAsync(BindingContext context) =>
            Task.FromResult<IValueProvider>(new FixedValue(new WorkerCall(function, worker, context)));

        public ParameterDescriptor ToParameterDescriptor() => new() { Name = "call" };
    }
}

/// <summary>A parameter's value that is known beforehand.</summary>
internal sealed class FixedValue(object value) : IValueProvider
{
    public Type Type => value.GetType();

    public Task<object> GetValueAsync() => Task.FromResult(value);

    public string ToInvokeString() => "";
}

using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Azure.Functions.Worker.Standin.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Standin.Functions;

/// <summary>Runs one function: a scope and an instance for each invocation, with the app's middleware around it.</summary>
internal sealed partial class FunctionInvoker
{
    private readonly FunctionDescriptor _function;
    private readonly ParameterBinder[] _binders;
    private readonly FunctionExecutionDelegate _pipeline;
    private readonly IServiceScopeFactory _scopes;
    private readonly Shutdown _shutdown;
    private readonly ILogger _logger;

    public FunctionInvoker(
        FunctionDescriptor function, FunctionPipeline pipeline, IServiceScopeFactory scopes, Shutdown shutdown, ILoggerFactory loggers)
    {
        _function = function;
        _binders = ParameterBinders.For(function);
        _pipeline = pipeline.Around(ExecuteAsync);
        _scopes = scopes;
        _shutdown = shutdown;
        _logger = loggers.CreateLogger($"Function.{function.Name}");
    }

    public FunctionDescriptor Function => _function;

    /// <summary>Signalled when nothing that a run still does may be seen outside.</summary>
    public CancellationToken Killed => _shutdown.Killed;

    /// <summary>Runs it once. Whatever it throws is logged, and comes back as false.</summary>
    /// <param name="gone">Signalled when the caller has gone.</param>
    public async Task<bool> RunAsync(Trigger trigger, CancellationToken gone)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(gone, _shutdown.Cancelling);
        var id = "";
        try
        {
            await using var scope = _scopes.CreateAsyncScope();
            var context = new InvocationContext(_function, trigger, scope.ServiceProvider, cancellation.Token);
            id = context.InvocationId;
            Log.Executing(_logger, _function.Name, id);
            await _pipeline(context);
            Log.Succeeded(_logger, _function.Name, id);
            return true;
        }
        // The host outlives anything that a function throws; the caller decides what the failure means.
        catch (Exception failure)
        {
            if (failure is OperationCanceledException && cancellation.IsCancellationRequested)
                Log.Cancelled(_logger, _function.Name, id);
            else
                Log.Failed(_logger, failure, _function.Name, id);
            return false;
        }
    }

    private async Task ExecuteAsync(FunctionContext context)
    {
        var invocation = (InvocationContext)context;
        var arguments = new object?[_binders.Length];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = await _binders[i](invocation);
        var instance = _function.Method.IsStatic
            ? null
            : ActivatorUtilities.CreateInstance(context.InstanceServices, _function.Method.DeclaringType!);
        context.GetInvocationResult().Value = await MethodCall.InvokeAsync(_function.Method, instance, arguments);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Executing 'Functions.{Function}' (Id={InvocationId})")]
        public static partial void Executing(ILogger logger, string function, string invocationId);

        [LoggerMessage(Level = LogLevel.Information, Message = "Executed 'Functions.{Function}' (Succeeded, Id={InvocationId})")]
        public static partial void Succeeded(ILogger logger, string function, string invocationId);

        [LoggerMessage(Level = LogLevel.Information, Message = "Executed 'Functions.{Function}' (Cancelled, Id={InvocationId})")]
        public static partial void Cancelled(ILogger logger, string function, string invocationId);

        [LoggerMessage(Level = LogLevel.Error, Message = "Executed 'Functions.{Function}' (Failed, Id={InvocationId})")]
        public static partial void Failed(ILogger logger, Exception failure, string function, string invocationId);
    }
}

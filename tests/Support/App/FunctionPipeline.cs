using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace PaymentHub.Tests.Support.App;

/// <summary>
/// Runs functions as the worker does: in a scope of its own each, an instance of the function's class each, through the app's
/// middleware. The app registers that on this builder as it does on the worker's.
/// </summary>
internal sealed class FunctionPipeline(IServiceCollection services) : IFunctionsWorkerApplicationBuilder
{
    /// <summary>Where the worker keeps an invocation's HttpContext for its middleware.</summary>
    private const string HttpContextItem = "HttpRequestContext";

    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middleware = [];

    public IServiceCollection Services => services;

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        _middleware.Add(middleware);
        return this;
    }

    /// <summary>Runs a function that a message or a schedule triggers.</summary>
    public Task RunAsync(AppFunction function, IServiceProvider provider, object trigger, CancellationToken cancellationToken) =>
        InvokeAsync(function, provider, parameter => parameter == function.TriggerParameter ? trigger : null, null, cancellationToken);

    /// <summary>Runs a function that a request triggers, and writes what it answers.</summary>
    public async Task RunAsync(AppFunction function, IServiceProvider provider, HttpContext http)
    {
        object? Bind(ParameterInfo parameter) =>
            parameter == function.TriggerParameter ? http.Request : http.Request.RouteValues.GetValueOrDefault(parameter.Name!);

        http.RequestServices = provider;
        await InvokeAsync(function, provider, Bind, http, http.RequestAborted);
    }

    private async Task InvokeAsync(
        AppFunction function,
        IServiceProvider provider,
        Func<ParameterInfo, object?> bind,
        HttpContext? http,
        CancellationToken cancellationToken
    )
    {
        await using var scope = provider.CreateAsyncScope();
        var context = new InvocationContext(function, scope.ServiceProvider, cancellationToken);
        if (http is not null)
            context.Items[HttpContextItem] = http;
        object? result = null;
        FunctionExecutionDelegate run = async invocation => result = await CallAsync(function, invocation, bind);
        for (var i = _middleware.Count - 1; i >= 0; i--)
            run = _middleware[i](run);
        await run(context);
        if (http is not null && result is IResult answer)
            await answer.ExecuteAsync(http);
    }

    private static async Task<object?> CallAsync(AppFunction function, FunctionContext context, Func<ParameterInfo, object?> bind)
    {
        var instance = function.Method.IsStatic ? null : ActivatorUtilities.CreateInstance(context.InstanceServices, function.Class);
        object?[] arguments =
        [
            .. function
                .Method.GetParameters()
                .Select(parameter =>
                    parameter.ParameterType == typeof(CancellationToken) ? context.CancellationToken
                    : parameter.ParameterType == typeof(FunctionContext) ? context
                    : bind(parameter)
                ),
        ];
        try
        {
            var returned = function.Method.Invoke(instance, arguments);
            if (returned is not Task task)
                return returned;
            await task;
            return task.GetType().GetProperty(nameof(Task<>.Result)) is { } result ? result.GetValue(task) : null;
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }
}

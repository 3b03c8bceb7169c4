using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace PaymentHub.Tests.Support;

/// <summary>Knows on whose behalf code runs: of several functions that call storage at the same time, one can be told from the others.</summary>
internal sealed class RunningFunction : IFunctionsWorkerMiddleware
{
    private static readonly AsyncLocal<string?> Current = new();

    /// <summary>The function that the present flow of execution belongs to; null outside of all.</summary>
    public static string? Name => Current.Value;

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        Current.Value = context.FunctionDefinition.Name;
        await next(context);
    }
}

using Microsoft.Azure.Functions.Worker.Standin.Functions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What an invocation takes and returns.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>The function's result; its value is null until the function has returned, and may be set.</summary>
    public static InvocationResult GetInvocationResult(this FunctionContext context) =>
        new ContextResult(Feature(context));

    /// <summary>The function's result as a type.</summary>
    /// <exception cref="InvalidOperationException">The result is of another type.</exception>
    public static InvocationResult<T> GetInvocationResult<T>(this FunctionContext context) =>
        Feature(context).Value is T
            ? new ContextResult<T>(Feature(context))
            : throw new InvalidOperationException("The invocation's result is not of the requested type.");

    private static ResultFeature Feature(FunctionContext context) =>
        context.Features.Get<ResultFeature>() ?? throw new InvalidOperationException("The context belongs to no invocation.");
}

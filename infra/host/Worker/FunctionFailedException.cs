using FunctionsHost.Worker.Rpc;

namespace FunctionsHost.Worker;

/// <summary>A function failed in the worker.</summary>
internal sealed class FunctionFailedException(string message) : Exception(message)
{
    public static void ThrowIfFailed(string function, InvocationResponse response)
    {
        if (response.Result?.Status == StatusResult.Types.Status.Success)
            return;
        var exception = response.Result?.Exception;
        throw new FunctionFailedException($"{function} failed: {exception?.Message}{Environment.NewLine}{exception?.StackTrace}".TrimEnd());
    }
}

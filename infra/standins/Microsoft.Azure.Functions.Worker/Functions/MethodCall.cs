using System.Reflection;

namespace Microsoft.Azure.Functions.Worker.Standin.Functions;

/// <summary>Calls a function's method and waits for what it returns.</summary>
internal static class MethodCall
{
    public static async Task<object?> InvokeAsync(MethodInfo method, object? instance, object?[] arguments)
    {
        var returned = method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        switch (returned)
        {
            case Task task:
                await task;
                return ResultOf(method.ReturnType, task);
            case ValueTask task:
                await task;
                return null;
            case not null when IsValueTask(returned.GetType()):
                var converted = (Task)returned.GetType().GetMethod(nameof(ValueTask<object>.AsTask))!.Invoke(returned, null)!;
                await converted;
                return ResultOf(typeof(Task<>), converted);
            default:
                return returned;
        }
    }

    private static bool IsValueTask(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>);

    // The declared type decides: an async Task is a Task<VoidTaskResult> at run time.
    private static object? ResultOf(Type declared, Task task) =>
        declared.IsGenericType ? task.GetType().GetProperty(nameof(Task<object>.Result))!.GetValue(task) : null;
}

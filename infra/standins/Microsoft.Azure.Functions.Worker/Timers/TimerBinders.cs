using System.Reflection;
using Microsoft.Azure.Functions.Worker.Standin.Functions;

namespace Microsoft.Azure.Functions.Worker.Standin.Timers;

/// <summary>The one parameter of its own that a timer function has.</summary>
internal static class TimerBinders
{
    public static ParameterBinder? For(FunctionDescriptor function, ParameterInfo parameter) =>
        parameter == function.TriggerParameter && parameter.ParameterType == typeof(TimerInfo)
            ? context => new ValueTask<object?>(((TimerTick)context.Trigger).Info)
            : null;
}

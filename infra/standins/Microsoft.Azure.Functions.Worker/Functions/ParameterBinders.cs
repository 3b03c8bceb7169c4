using System.ComponentModel;
using System.Reflection;
using Microsoft.Azure.Functions.Worker.Standin.Http;
using Microsoft.Azure.Functions.Worker.Standin.Queues;
using Microsoft.Azure.Functions.Worker.Standin.Timers;

namespace Microsoft.Azure.Functions.Worker.Standin.Functions;

/// <summary>Decides at start how each parameter gets its value, so that one without a source is an error at once.</summary>
internal static class ParameterBinders
{
    /// <exception cref="InvalidOperationException">A parameter has no source.</exception>
    public static ParameterBinder[] For(FunctionDescriptor function) =>
        [.. function.Parameters.Select(parameter => For(function, parameter))];

    /// <summary>Turns text into a parameter's type; the invocation fails if the text is none of that type.</summary>
    /// <exception cref="FunctionInputConverterException">The text cannot be converted.</exception>
    public static object? Convert(string? text, ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (text is null)
        {
            if (parameter.HasDefaultValue || !type.IsValueType || type != parameter.ParameterType)
                return parameter.HasDefaultValue ? parameter.DefaultValue : null;
            throw new FunctionInputConverterException($"Parameter '{parameter.Name}' got no value and cannot be null.");
        }

        try
        {
            return type == typeof(string) ? text : TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException or NotSupportedException)
        {
            throw new FunctionInputConverterException($"Parameter '{parameter.Name}' cannot be converted to {type.Name}.", failure);
        }
    }

    private static ParameterBinder For(FunctionDescriptor function, ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(FunctionContext))
            return context => new ValueTask<object?>(context);
        if (parameter.ParameterType == typeof(CancellationToken))
            return context => new ValueTask<object?>(context.CancellationToken);
        var binder = function.TriggerAttribute switch
        {
            HttpTriggerAttribute http => HttpBinders.For(function, http, parameter),
            QueueTriggerAttribute => QueueBinders.For(function, parameter),
            TimerTriggerAttribute => TimerBinders.For(function, parameter),
            _ => null,
        };
        return binder ?? throw function.Invalid(
            $"parameter '{parameter.Name}' of type {parameter.ParameterType} cannot be bound by a {function.TriggerAttribute.GetType().Name}.");
    }
}

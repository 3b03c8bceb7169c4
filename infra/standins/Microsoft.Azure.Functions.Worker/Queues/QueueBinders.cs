using System.Reflection;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker.Standin.Functions;

namespace Microsoft.Azure.Functions.Worker.Standin.Queues;

/// <summary>The parameters that a queue function can have: the message in several shapes, and its metadata by name.</summary>
internal static class QueueBinders
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };

    public static ParameterBinder? For(FunctionDescriptor function, ParameterInfo parameter) =>
        parameter == function.TriggerParameter ? Body(parameter) : Metadata(parameter);

    private static ParameterBinder Body(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (type == typeof(QueueMessage))
            return context => new ValueTask<object?>(Message(context));
        if (type == typeof(string))
            return context => new ValueTask<object?>(Message(context).Body.ToString());
        if (type == typeof(byte[]))
            return context => new ValueTask<object?>(Message(context).Body.ToArray());
        if (type == typeof(BinaryData))
            return context => new ValueTask<object?>(Message(context).Body);
        return context => new ValueTask<object?>(Parse(Message(context).Body, parameter));
    }

    private static object? Parse(BinaryData body, ParameterInfo parameter)
    {
        try
        {
            return JsonSerializer.Deserialize(body, parameter.ParameterType, Json);
        }
        catch (JsonException failure)
        {
            throw new FunctionInputConverterException(
                $"The message for parameter '{parameter.Name}' is no JSON of {parameter.ParameterType.Name}.", failure);
        }
    }

    private static ParameterBinder? Metadata(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return parameter.Name!.ToUpperInvariant() switch
        {
            "DEQUEUECOUNT" when type == typeof(long) => context => new ValueTask<object?>(Message(context).DequeueCount),
            "DEQUEUECOUNT" when type == typeof(int) => context => new ValueTask<object?>(checked((int)Message(context).DequeueCount)),
            "ID" when type == typeof(string) => context => new ValueTask<object?>(Message(context).MessageId),
            "POPRECEIPT" when type == typeof(string) => context => new ValueTask<object?>(Message(context).PopReceipt),
            "INSERTIONTIME" when type == typeof(DateTimeOffset) => context => new ValueTask<object?>(Message(context).InsertedOn),
            "EXPIRATIONTIME" when type == typeof(DateTimeOffset) => context => new ValueTask<object?>(Message(context).ExpiresOn),
            "NEXTVISIBLETIME" when type == typeof(DateTimeOffset) => context => new ValueTask<object?>(Message(context).NextVisibleOn),
            _ => null,
        };
    }

    private static QueueMessage Message(InvocationContext context) => ((QueueDelivery)context.Trigger).Message;
}

using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace PaymentHub.Tests.Support.App;

/// <summary>A function of the app, as its attributes say it.</summary>
internal sealed record AppFunction(string Name, Type Class, MethodInfo Method, TriggerBindingAttribute Trigger, ParameterInfo TriggerParameter)
{
    /// <summary>Every function of the app.</summary>
    public static IReadOnlyList<AppFunction> All { get; } =
    [
        .. typeof(PaymentHubServices)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.IsDefined(typeof(FunctionAttribute)))
            .Select(Read),
    ];

    private static AppFunction Read(MethodInfo method)
    {
        var parameter = method.GetParameters().Single(parameter => parameter.GetCustomAttribute<TriggerBindingAttribute>() is not null);
        return new(
            method.GetCustomAttribute<FunctionAttribute>()!.Name,
            method.DeclaringType!,
            method,
            parameter.GetCustomAttribute<TriggerBindingAttribute>()!,
            parameter
        );
    }
}

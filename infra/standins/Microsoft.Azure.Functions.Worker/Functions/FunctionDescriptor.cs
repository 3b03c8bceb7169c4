using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker.Standin.Functions;

/// <summary>A function as found in an assembly.</summary>
internal sealed class FunctionDescriptor
{
    public FunctionDescriptor(string name, MethodInfo method)
    {
        Name = name;
        Method = method;
        Parameters = method.GetParameters();
        var triggers = Parameters
            .Select(parameter => (parameter, attribute: parameter.GetCustomAttribute<TriggerBindingAttribute>()))
            .Where(found => found.attribute is not null)
            .ToArray();
        if (triggers.Length != 1)
            throw new InvalidOperationException($"Function '{name}' has {triggers.Length} triggers; it needs exactly one.");
        (TriggerParameter, TriggerAttribute) = (triggers[0].parameter, triggers[0].attribute!);
        Definition = new MethodDefinition(this);
    }

    public string Name { get; }

    public MethodInfo Method { get; }

    public ParameterInfo[] Parameters { get; }

    public ParameterInfo TriggerParameter { get; }

    public TriggerBindingAttribute TriggerAttribute { get; }

    public FunctionDefinition Definition { get; }

    /// <summary>An error that names the function, for the start of the host.</summary>
    public InvalidOperationException Invalid(string problem, Exception? cause = null) => new($"Function '{Name}': {problem}", cause);
}

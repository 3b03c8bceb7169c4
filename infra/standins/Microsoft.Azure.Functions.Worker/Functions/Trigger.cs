namespace Microsoft.Azure.Functions.Worker.Standin.Functions;

/// <summary>What started an invocation.</summary>
internal abstract class Trigger
{
    /// <summary>Its data by name, as FunctionContext.BindingContext shows it.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}

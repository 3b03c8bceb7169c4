namespace Microsoft.Azure.Functions.Worker.Standin.Functions;

/// <summary>The result as middleware sees it, as a type.</summary>
internal sealed class ContextResult<T>(ResultFeature feature) : InvocationResult<T>
{
    public override T? Value
    {
        get => (T?)feature.Value;
        set => feature.Value = value;
    }
}

namespace Microsoft.Azure.Functions.Worker.Standin.Functions;

/// <summary>The result as middleware sees it.</summary>
internal sealed class ContextResult(ResultFeature feature) : InvocationResult
{
    public override object? Value
    {
        get => feature.Value;
        set => feature.Value = value;
    }
}

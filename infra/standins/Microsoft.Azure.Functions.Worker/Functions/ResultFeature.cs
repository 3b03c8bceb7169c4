namespace Microsoft.Azure.Functions.Worker.Standin.Functions;

/// <summary>Where an invocation keeps what its function returned.</summary>
internal sealed class ResultFeature
{
    public object? Value { get; set; }
}

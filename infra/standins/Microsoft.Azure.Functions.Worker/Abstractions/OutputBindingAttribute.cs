namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Marks a value that the host writes elsewhere. This assembly has none.</summary>
public abstract class OutputBindingAttribute : BindingAttribute
{
    public OutputBindingAttribute()
    {
    }
}

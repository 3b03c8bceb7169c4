namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Marks a parameter, property or return value as bound by the host.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.ReturnValue)]
public abstract class BindingAttribute : Attribute
{
    public BindingAttribute()
    {
    }
}

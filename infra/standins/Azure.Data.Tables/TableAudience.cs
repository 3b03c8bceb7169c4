using System.Diagnostics.CodeAnalysis;

namespace Azure.Data.Tables;

/// <summary>Whom a token is asked for.</summary>
public readonly struct TableAudience : IEquatable<TableAudience>
{
    private readonly string? _value;

    /// <param name="value">A resource such as <c>https://storage.azure.com</c>.</param>
    public TableAudience(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        _value = value;
    }

    public static TableAudience AzureChina { get; } = new("AzureChina");

    public static TableAudience AzureGovernment { get; } = new("AzureGov");

    public static TableAudience AzurePublicCloud { get; } = new("AzurePublic");

    internal string DefaultScope => _value switch
    {
        null or "AzurePublic" => "https://storage.azure.com/.default",
        "AzureChina" => "https://storage.azure.cn/.default",
        "AzureGov" => "https://storage.azure.us/.default",
        _ when _value.EndsWith("/.default", StringComparison.OrdinalIgnoreCase) => _value,
        _ => $"{_value.TrimEnd('/')}/.default",
    };

    public static bool operator ==(TableAudience left, TableAudience right) => left.Equals(right);

    public static bool operator !=(TableAudience left, TableAudience right) => !left.Equals(right);

    [SuppressMessage("Usage", "CA2225", Justification = "The official type has the operator and no named alternate.")]
    public static implicit operator TableAudience(string value) => new(value);

    public override bool Equals(object? obj) => obj is TableAudience other && Equals(other);

    public bool Equals(TableAudience other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => _value is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(_value);

    public override string ToString() => _value ?? "";
}

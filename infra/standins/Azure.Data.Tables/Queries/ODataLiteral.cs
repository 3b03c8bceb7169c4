using System.Globalization;
using System.Text;

namespace Azure.Data.Tables;

/// <summary>Values as they stand in a filter.</summary>
internal static class ODataLiteral
{
    /// <exception cref="ArgumentException">OData has no literal for the value's type.</exception>
    public static string Of(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        long or ulong => $"{Invariant(value)}L",
        sbyte or byte or short or ushort or int or uint or decimal or float or double => Invariant(value),
        Guid id => $"guid'{id:D}'",
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        BinaryData data => $"X'{Convert.ToHexString(data.ToMemory().Span)}'",
        DateTimeOffset time => $"datetime'{EntityValues.ToText(time)}'",
        DateTime time => $"datetime'{EntityValues.ToText(time.ToUniversalTime())}'",
        string or char or StringBuilder or Enum => $"'{value.ToString()!.Replace("'", "''", StringComparison.Ordinal)}'",
        _ => throw new ArgumentException($"Unable to convert a value of type {value.GetType()} to an OData literal."),
    };

    private static string Invariant(object value) => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace Azure.Data.Tables;

/// <summary>Conversions between the types that a property may have.</summary>
internal static class EntityValues
{
    /// <exception cref="NotSupportedException">The time is not in UTC: local times would be stored as another instant.</exception>
    public static string ToText(DateTime time) => time.Kind == DateTimeKind.Utc
        ? ToText(new DateTimeOffset(time))
        : throw new NotSupportedException($"A DateTime of kind {time.Kind} cannot be stored. It has to be in UTC.");

    public static string ToText(DateTimeOffset time) => time.UtcDateTime.ToString("o", CultureInfo.InvariantCulture);

    /// <exception cref="InvalidOperationException">The value is of another type.</exception>
    public static T? As<T>(object? value) => value switch
    {
        null => default,
        T typed => typed,
        _ => throw new InvalidOperationException($"Cannot return {typeof(T)} type for a {value.GetType()} typed property."),
    };

    /// <summary>Keeps a property's type when a value is replaced.</summary>
    public static object Coerce(object old, object value) => (old, value) switch
    {
        (double, int number) => (double)number,
        (long, int number) => (long)number,
        (int, double or long) => value,
        (string, DateTime time) => ToText(time),
        (string, DateTimeOffset time) => ToText(time),
        (DateTimeOffset, DateTime time) => new DateTimeOffset(time),
        (DateTime, DateTimeOffset) or (byte[], BinaryData) or (BinaryData, byte[]) => value,
        _ when old.GetType() == value.GetType() => value,
        _ => throw new InvalidOperationException($"A value of type {value.GetType()} cannot replace one of type {old.GetType()}."),
    };

    /// <summary>Converts a value that was read to the type of a class's property.</summary>
    public static object? ForProperty(object? value, Type type, string name)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            null => null,
            string text when target.IsEnum => Enum.Parse(target, text),
            int number when target == typeof(long) => (long)number,
            int number when target == typeof(double) => (double)number,
            long number when target == typeof(ulong) => unchecked((ulong)number),
            DateTimeOffset time when target == typeof(DateTime) => time.UtcDateTime,
            DateTimeOffset time when target == typeof(string) => ToText(time),
            byte[] bytes when target == typeof(BinaryData) => BinaryData.FromBytes(bytes),
            _ when target.IsInstanceOfType(value) => value,
            _ => throw new InvalidOperationException($"Property {name} is a {target} and the stored value a {value.GetType()}."),
        };
    }
}

using System.Globalization;
using System.Linq.Expressions;

namespace Azure.Data.Tables;

/// <summary>Filters from interpolated strings and from lambdas.</summary>
internal sealed class ODataFilter
{
    private readonly ParameterExpression _entity;

    private ODataFilter(ParameterExpression entity) => _entity = entity;

    public static string From(FormattableString filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return string.Format(CultureInfo.InvariantCulture, filter.Format, [.. filter.GetArguments().Select(ODataLiteral.Of)]);
    }

    /// <exception cref="NotSupportedException">The service has nothing for a part of the lambda.</exception>
    public static string From<T>(Expression<Func<T, bool>> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return new ODataFilter(filter.Parameters[0]).Condition(filter.Body);
    }

    private string Condition(Expression expression) => expression switch
    {
        BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.And } both => Joined(both, "and"),
        BinaryExpression { NodeType: ExpressionType.OrElse or ExpressionType.Or } either => Joined(either, "or"),
        BinaryExpression comparison => Comparison(comparison),
        UnaryExpression { NodeType: ExpressionType.Not } negation => $"not ({Condition(negation.Operand)})",
        _ when Property(expression) is { } flag => $"{flag} eq true",
        ConstantExpression { Value: bool constant } => constant ? "true" : "false",
        _ => throw Unsupported(expression),
    };

    private string Joined(BinaryExpression pair, string word) => $"({Condition(pair.Left)}) {word} ({Condition(pair.Right)})";

    private string Comparison(BinaryExpression comparison)
    {
        // Ordered strings: string.Compare(e.RowKey, x) < 0, e.RowKey.CompareTo(x) < 0.
        if (comparison.Left is MethodCallExpression call && call.Method.Name is "CompareTo" or "Compare" or "CompareOrdinal")
            return Ordered(call, comparison);
        if (Property(comparison.Left) is { } left)
            return $"{left} {Operator(comparison.NodeType)} {ODataLiteral.Of(Value(comparison.Right))}";
        if (Property(comparison.Right) is { } right)
            return $"{right} {Operator(Mirrored(comparison.NodeType))} {ODataLiteral.Of(Value(comparison.Left))}";

        throw Unsupported(comparison);
    }

    private string Ordered(MethodCallExpression call, BinaryExpression comparison)
    {
        var operands = call.Object is { } target ? [target, .. call.Arguments] : call.Arguments.ToList();
        if (operands.Count != 2 || Property(operands[0]) is not { } property || Value(comparison.Right) is not 0)
            throw Unsupported(comparison);

        return $"{property} {Operator(comparison.NodeType)} {ODataLiteral.Of(Value(operands[1]))}";
    }

    // A property of the class, or of the dictionary by its indexer or a getter.
    private string? Property(Expression expression) => expression switch
    {
        // Enumerations are stored by name, and a lambda compares their numbers.
        UnaryExpression { NodeType: ExpressionType.Convert } conversion => conversion.Operand.Type.IsEnum ? null : Property(conversion.Operand),
        MemberExpression { Expression: { } owner, Member.Name: "Value" } when Nullable.GetUnderlyingType(owner.Type) is not null => Property(owner),
        MemberExpression { Expression: { } owner } member when IsEntity(owner) => EntityShape.Of(_entity.Type).StoredName(member.Member.Name),
        MethodCallExpression { Object: { } owner, Arguments: [var name] } when IsEntity(owner) => (string)Value(name)!,
        _ => null,
    };

    private bool IsEntity(Expression expression) =>
        expression == _entity || (expression is UnaryExpression { NodeType: ExpressionType.Convert } conversion && conversion.Operand == _entity);

    private static object? Value(Expression expression) => expression is ConstantExpression constant
        ? constant.Value
        : Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)();

    private static string Operator(ExpressionType type) => type switch
    {
        ExpressionType.Equal => "eq",
        ExpressionType.NotEqual => "ne",
        ExpressionType.LessThan => "lt",
        ExpressionType.LessThanOrEqual => "le",
        ExpressionType.GreaterThan => "gt",
        ExpressionType.GreaterThanOrEqual => "ge",
        _ => throw new NotSupportedException($"A filter cannot have {type}."),
    };

    private static ExpressionType Mirrored(ExpressionType type) => type switch
    {
        ExpressionType.LessThan => ExpressionType.GreaterThan,
        ExpressionType.LessThanOrEqual => ExpressionType.GreaterThanOrEqual,
        ExpressionType.GreaterThan => ExpressionType.LessThan,
        ExpressionType.GreaterThanOrEqual => ExpressionType.LessThanOrEqual,
        _ => type,
    };

    private static NotSupportedException Unsupported(Expression expression) => new($"A filter cannot express {expression}.");
}

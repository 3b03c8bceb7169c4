using Microsoft.AspNetCore.Routing.Patterns;

namespace FunctionsHost.Http;

/// <summary>
/// Which of several routes that fit is tried first, as in the real host: segment by segment, words before parameters and parameters with
/// more constraints before those with fewer; then the longer one.
/// </summary>
internal sealed class RouteOrder : IComparer<RoutePattern>
{
    public int Compare(RoutePattern? x, RoutePattern? y)
    {
        foreach (var (one, other) in x!.PathSegments.Zip(y!.PathSegments))
        {
            var (first, second) = (Rank(one), Rank(other));
            if (first != second)
                return first.CompareTo(second);
            if (
                one.Parts[0] is RoutePatternLiteralPart literal
                && other.Parts[0] is RoutePatternLiteralPart word
                && string.Compare(literal.Content, word.Content, StringComparison.OrdinalIgnoreCase) is not 0 and var order
            )
            {
                return order;
            }
        }

        return y.PathSegments.Count.CompareTo(x.PathSegments.Count);
    }

    private static int Rank(RoutePatternPathSegment segment) =>
        segment.Parts[0] is RoutePatternParameterPart parameter ? int.MaxValue - parameter.ParameterPolicies.Count : 0;
}

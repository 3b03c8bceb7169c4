using System.Text.Json;

namespace PaymentHub.Orders;

/// <summary>Enum values as the snake_case words of the wire and of storage: <c>NeedsReview</c> is <c>needs_review</c>.</summary>
public static class SnakeCaseEnum
{
    /// <summary>The word for a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The value for a word that was written by <see cref="Of{T}"/>.</summary>
    /// <exception cref="FormatException">No value has that word.</exception>
    public static T Parse<T>(string word)
        where T : struct, Enum => TryParse<T>(word, out var value) ? value : throw new FormatException($"'{word}' is no {typeof(T).Name}.");

    /// <summary>Finds the value for a word; false when there is none.</summary>
    public static bool TryParse<T>(string? word, out T value)
        where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (Of(candidate) == word)
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }
}

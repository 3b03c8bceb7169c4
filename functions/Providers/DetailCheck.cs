namespace PaymentHub.Providers;

/// <summary>Looks at what a merchant gives beside a withdrawal for its provider alone.</summary>
internal static class DetailCheck
{
    /// <summary>Notes a sentence for each detail that the provider does not have, or that it cannot take.</summary>
    /// <param name="known">The details that there are, and how long each may be.</param>
    /// <param name="mistakes">By the field's name on our API.</param>
    public static void AddMistakes(
        IReadOnlyDictionary<string, string> details,
        IReadOnlyDictionary<string, int> known,
        Dictionary<string, string> mistakes
    )
    {
        foreach (var (name, value) in details)
        {
            if (!known.TryGetValue(name, out var max))
            {
                mistakes[$"details.{name}"] =
                    known.Count == 0
                        ? "This account's provider takes no details."
                        : $"There is no such detail; there are: {string.Join(", ", known.Keys)}.";
            }
            else if (string.IsNullOrWhiteSpace(value) || value.Length > max || value.Any(char.IsControl))
            {
                mistakes[$"details.{name}"] = $"It must be 1 to {max} characters without line breaks.";
            }
        }
    }
}

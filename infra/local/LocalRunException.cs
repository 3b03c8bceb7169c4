namespace PaymentHub.Local;

/// <summary>The local run cannot go on, for a reason that one sentence explains to whoever started it.</summary>
/// <param name="sentence">What is wrong and what to do.</param>
/// <param name="details">What else helps: the last lines that a process printed.</param>
internal sealed class LocalRunException(string sentence, IReadOnlyList<string>? details = null) : Exception(sentence)
{
    public IReadOnlyList<string> Details { get; } = details ?? [];
}

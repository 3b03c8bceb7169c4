namespace PaymentHub.Merchants;

/// <summary>The app's settings have mistakes. The message lists every one of them, and no secret.</summary>
public sealed class InvalidSettingsException(IReadOnlyList<string> mistakes) : Exception(
    $"PaymentHub cannot start: {mistakes.Count} mistake(s) in its settings.{Environment.NewLine}"
    + string.Concat(mistakes.Select(mistake => $"  - {mistake}{Environment.NewLine}"))
    + "local.settings.example.json shows every setting; docs/operator/settings.md explains each.")
{
    /// <summary>A sentence for each mistake.</summary>
    public IReadOnlyList<string> Mistakes { get; } = mistakes;
}

namespace PaymentHub.Tests.Telemetry;

/// <summary>Tests that count what the whole process does: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class Alone
{
    public const string Name = "Alone";
}

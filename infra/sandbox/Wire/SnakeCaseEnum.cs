using System.Text.Json;

namespace PaymentHub.Sandbox.Wire;

/// <summary>Enums as the sandbox's own JSON, forms and pages write them.</summary>
internal static class SnakeCaseEnum
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonSerializer.SerializeToElement(value, SandboxJson.Own).GetString()!;
}

using System.Globalization;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>The provider's time, and how it writes it.</summary>
internal sealed class PayProtocolClock(TimeProvider time, PayProtocolSandboxOptions options)
{
    public DateTimeOffset Now => time.GetUtcNow();

    public bool IsFresh(long unixSeconds) => Math.Abs(Now.ToUnixTimeSeconds() - unixSeconds) <= options.TimestampTolerance.TotalSeconds;

    public string Write(DateTimeOffset value) => value.ToOffset(options.UtcOffset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Timestamp(DateTimeOffset value) => value.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}

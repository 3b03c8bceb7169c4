using Microsoft.Azure.Functions.Worker.Standin.Functions;

namespace Microsoft.Azure.Functions.Worker.Standin.Timers;

/// <summary>A moment that starts a function.</summary>
internal sealed class TimerTick(TimerInfo info) : Trigger
{
    public TimerInfo Info { get; } = info;

    public override IReadOnlyDictionary<string, object?> BindingData { get; } = new Dictionary<string, object?>();
}

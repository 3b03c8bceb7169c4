using Microsoft.Azure.Functions.Worker;

namespace HostProbe;

/// <summary>Functions that run by the clock.</summary>
public static class TimerFunctions
{
    [Function("Tick")]
    public static void Tick([TimerTrigger("%ProbeTick%")] TimerInfo timer) =>
        Diary.Write($"tick:{Environment.ProcessId}:{timer.IsPastDue}:{timer.ScheduleStatus is null}");

    [Function("Yearly")]
    public static void Yearly([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer) =>
        Diary.Write($"yearly:{timer.IsPastDue}:{timer.ScheduleStatus?.Next.Year}");

    [Function("AtStart")]
    public static void AtStart([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer) => Diary.Write($"at-start:{timer.IsPastDue}");
}

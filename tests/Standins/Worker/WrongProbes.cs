using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace PaymentHub.Tests.Standins.Worker;

/// <summary>Classes whose functions no host may start with.</summary>
public static class WrongProbes
{
    public static class SameName
    {
        [Function("Twice")]
        public static void One([TimerTrigger("0 0 0 * * *")] TimerInfo timer) => Use(timer);

        [Function("twice")]
        public static void Two([TimerTrigger("0 0 0 * * *")] TimerInfo timer) => Use(timer);
    }

    public static class NoTrigger
    {
        [Function("Idle")]
        public static void Idle(FunctionContext context) => Use(context);
    }

    public static class StrangeParameter
    {
        [Function("Strange")]
        public static void Strange([QueueTrigger("%Q%")] string text, Version version) => Use(text + version);
    }

    public static class NotInTheRoute
    {
        [Function("Lost")]
        public static void Lost([HttpTrigger("get", Route = "lost/{id}")] HttpRequest request, string name) => Use(request.Path + name);
    }

    public static class WrongConstraint
    {
        [Function("Constrained")]
        public static void Constrained([HttpTrigger("get", Route = "c/{id:nosuch}")] HttpRequest request) => Use(request);
    }

    public static class WrongRoute
    {
        [Function("Unreadable")]
        public static void Unreadable([HttpTrigger("get", Route = "r/{id")] HttpRequest request) => Use(request);
    }

    public static class MissingScheduleSetting
    {
        [Function("Unscheduled")]
        public static void Unscheduled([TimerTrigger("%NoSuchSchedule%")] TimerInfo timer) => Use(timer);
    }

    public static class WrongSchedule
    {
        [Function("Misscheduled")]
        public static void Misscheduled([TimerTrigger("every day")] TimerInfo timer) => Use(timer);
    }

    public static class MissingConnection
    {
        [Function("Unconnected")]
        public static void Unconnected([QueueTrigger("%Q%", Connection = "NoSuchStorage")] string text) => Use(text);
    }

    private static void Use(object value) => ArgumentNullException.ThrowIfNull(value);
}

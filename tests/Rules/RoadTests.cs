using System.Text.RegularExpressions;
using PaymentHub.Callbacks;
using PaymentHub.Functions;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Rules;

/// <summary>How many classes do the work between a callback's bytes and the merchant's
/// webhook, and how often one of them calls on another room.</summary>
public sealed class RoadTests(ITestOutputHelper output)
{
    private const int MaxClasses = 45;
    private const int MaxCrossings = 60;

    [Fact]
    public void The_road_from_a_callback_to_its_webhook_stays_short()
    {
        var seen = new HashSet<Type>();
        var crossings = new List<(Type From, Type To)>();
        var open = new Queue<Type>([typeof(CallbackFunctions), typeof(CallbackMessages), typeof(DeliveryMessages)]);
        while (open.TryDequeue(out var type))
        {
            if (!seen.Add(type))
                continue;
            foreach (var used in Uses(type))
            {
                if (Room(used) != Room(type))
                    crossings.Add((type, used));
                open.Enqueue(used);
            }
        }

        foreach (var room in seen.GroupBy(Room).OrderByDescending(room => room.Count()))
            output.WriteLine($"{room.Key, -16} {room.Count(), 3}  {string.Join(' ', room.Select(type => type.Name).Order(StringComparer.Ordinal))}");
        var files = seen.Select(type => Sources.Code.Single(file => Regex.IsMatch(file.Value, $@"\b(class|record) {type.Name}\b")).Key).Distinct();
        output.WriteLine($"{seen.Count} classes in {files.Count()} files, {crossings.Distinct().Count()} crossings");
        Assert.Contains(typeof(CallbackProcessor), seen);
        Assert.InRange(seen.Count, 10, MaxClasses);
        Assert.InRange(crossings.Distinct().Count(), 10, MaxCrossings);
    }

    /// <summary>What a class is given to work with; of an interface, what the app puts there.</summary>
    private static IEnumerable<Type> Uses(Type type) =>
        type.GetConstructors()
            .SelectMany(constructor => constructor.GetParameters())
            .Select(parameter => parameter.ParameterType)
            .Where(used => used.Assembly == typeof(CallbackFunctions).Assembly)
            .SelectMany(used =>
                used.IsInterface
                    ? used.Assembly.GetTypes().Where(one => one is { IsClass: true, IsAbstract: false } && used.IsAssignableFrom(one))
                    : [used]
            )
            .Where(used => used.IsClass);

    private static string Room(Type type) => type.Namespace!.Split('.').ElementAtOrDefault(1) ?? "";
}

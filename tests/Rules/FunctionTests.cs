using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage;

namespace PaymentHub.Tests.Rules;

public class FunctionTests
{
    private static readonly IReadOnlyList<(MethodInfo Method, string Name)> Functions =
    [
        .. typeof(PaymentHubServices)
            .Assembly.GetTypes()
            .SelectMany(type =>
                type.GetMethods(
                    BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly
                )
            )
            .Select(method => (method, method.GetCustomAttribute<FunctionAttribute>()?.Name!))
            .Where(function => function.Item2 is not null),
    ];

    [Fact]
    public void A_function_has_the_name_of_its_method_and_stands_among_the_functions()
    {
        Assert.NotEmpty(Functions);
        Assert.All(
            Functions,
            function => Assert.Equal((function.Name, "PaymentHub.Functions"), (function.Method.Name, function.Method.DeclaringType!.Namespace))
        );
        Assert.Equal(Functions.Count, Functions.Select(function => function.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Every_queue_that_is_made_at_start_has_its_function_and_the_other_way_round() =>
        Assert.Equal(
            QueueNames.All.Order(StringComparer.Ordinal),
            Triggers<QueueTriggerAttribute>().Select(trigger => trigger.QueueName).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void A_poison_queue_is_called_as_the_host_calls_it() =>
        Assert.All(
            [
                (QueueNames.Callbacks, QueueNames.CallbacksPoison),
                (QueueNames.Webhooks, QueueNames.WebhooksPoison),
                (QueueNames.Withdrawals, QueueNames.WithdrawalsPoison),
                (QueueNames.Deposits, QueueNames.DepositsPoison),
            ],
            pair => Assert.Equal(pair.Item1 + "-poison", pair.Item2)
        );

    [Fact]
    public void Queues_and_tables_have_names_that_storage_takes()
    {
        Assert.All(QueueNames.All, name => Assert.Matches(@"\A[a-z0-9](?!.*--)[a-z0-9-]{1,61}[a-z0-9]\z", name));
        Assert.All(TableNames.All, name => Assert.Matches(@"\A[A-Za-z][A-Za-z0-9]{2,62}\z", name));
    }

    [Fact]
    public void A_timer_s_schedule_is_a_setting_that_the_example_shows() =>
        Assert.All(Triggers<TimerTriggerAttribute>(), trigger => Assert.Contains(trigger.Schedule.Trim('%'), ExampleSettings.All.Keys));

    [Fact]
    public void A_function_passes_the_host_s_cancellation_on_unless_it_changes_something_for_a_caller_who_may_hang_up()
    {
        // Nothing there waits for anything.
        string[] quick = ["CheckLive", "GetApiDescription", "GetOperatorsApiDescription", "ShowOperatorsApi", "GetDocs", "RefuseRequest"];

        Assert.All(
            Functions.Where(function => !quick.Contains(function.Name)),
            function =>
                Assert.Equal(
                    (function.Name, !new[] { "post", "put", "delete" }.Any(method => IsAsked(function.Method, method))),
                    (function.Name, function.Method.GetParameters()[^1].ParameterType == typeof(CancellationToken))
                )
        );
    }

    private static bool IsAsked(MethodInfo function, string method) =>
        function
            .GetParameters()
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .Any(trigger => trigger?.Methods?.Contains(method) == true);

    /// <summary>The app asks for keys itself, the same on every machine: where the host asked, a laptop would ask nobody.</summary>
    [Fact]
    public void No_function_is_behind_a_key_of_the_host_s() =>
        Assert.All(
            Triggers<HttpTriggerAttribute>(),
            trigger => Assert.Equal((trigger.Route, AuthorizationLevel.Anonymous), (trigger.Route, trigger.AuthLevel))
        );

    /// <summary>The names of the functions with such a trigger.</summary>
    internal static IEnumerable<string> Names<T>(Func<T, bool> which)
        where T : Attribute =>
        Functions
            .Where(function => function.Method.GetParameters().Select(parameter => parameter.GetCustomAttribute<T>()).OfType<T>().Any(which))
            .Select(function => function.Name);

    internal static IEnumerable<T> Triggers<T>()
        where T : Attribute =>
        Functions.SelectMany(function => function.Method.GetParameters()).Select(parameter => parameter.GetCustomAttribute<T>()).OfType<T>();
}

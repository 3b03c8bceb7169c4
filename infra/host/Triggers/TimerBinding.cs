using FunctionsHost.Settings;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Description;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Bindings;
using Microsoft.Azure.WebJobs.Host.Executors;
using Microsoft.Azure.WebJobs.Host.Listeners;
using Microsoft.Azure.WebJobs.Host.Protocols;
using Microsoft.Azure.WebJobs.Host.Storage;
using Microsoft.Azure.WebJobs.Host.Triggers;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Triggers;

/// <summary>Marks a parameter that a timer triggers.</summary>
[Binding]
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class WorkerTimerAttribute : Attribute;

/// <summary>What a timer trigger needs of the SDK.</summary>
internal sealed record TimerServices(
    INameResolver Names,
    IHostIdProvider HostId,
    IAzureBlobStorageProvider Blobs,
    IDrainModeManager Drain,
    TimeProvider Time,
    ILoggerFactory Logs
);

/// <summary>
/// The timer trigger. The real one is published for an older storage library only; this one stands on the same ground of the SDK, which gives
/// the lease that lets one instance alone have the timer.
/// </summary>
internal sealed class TimerBindingProvider(IReadOnlyDictionary<string, FunctionDefinition> functions, TimerServices services)
    : ITriggerBindingProvider
{
    public async Task<ITriggerBinding?> TryCreateAsync(TriggerBindingProviderContext context)
    {
        if (context.Parameter.ParameterType != typeof(TimerFire))
            return null;
        var function = functions[context.Parameter.Member.Name];
        return new Binding(await PlanAsync(function, (TimerTrigger)function.Trigger, context.CancellationToken), services);
    }

    private async Task<TimerPlan> PlanAsync(FunctionDefinition function, TimerTrigger timer, CancellationToken cancellationToken)
    {
        var schedule = TimerSchedule.Parse(function.Name, services.Names.ResolveWholeString(timer.Schedule));
        var monitored = timer.UseMonitor && schedule.IsMonitored(services.Time.GetLocalNow().DateTime);
        if (!monitored || !services.Blobs.TryCreateHostingBlobContainerClient(out var container))
            return new TimerPlan(function.Name, schedule, timer.RunOnStartup, null);
        var blob = new TimerStatusBlob(container, await services.HostId.GetHostIdAsync(cancellationToken), function.Name);
        return new TimerPlan(function.Name, schedule, timer.RunOnStartup, blob);
    }

    private sealed class Binding(TimerPlan plan, TimerServices services) : ITriggerBinding
    {
        public Type TriggerValueType => typeof(TimerFire);

        public IReadOnlyDictionary<string, Type> BindingDataContract { get; } = new Dictionary<string, Type>();

        public Task<ITriggerData> BindAsync(object value, ValueBindingContext context) =>
            Task.FromResult<ITriggerData>(new TriggerData(new FixedValue(value), new Dictionary<string, object>()));

        public Task<IListener> CreateListenerAsync(ListenerFactoryContext context) =>
            Task.FromResult<IListener>(
                new TimerListener(plan, context.Executor, services.Drain, services.Time, services.Logs.CreateLogger("Host.Triggers.Timer"))
            );

        public ParameterDescriptor ToParameterDescriptor() => new Descriptor(services.Time) { Name = FunctionMethods.TriggerParameter };
    }

    private sealed class Descriptor(TimeProvider time) : TriggerParameterDescriptor
    {
        public override string GetTriggerReason(IDictionary<string, string> arguments) =>
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Timer fired at {time.GetLocalNow():O}");
    }
}

using System.Reflection;
using System.Reflection.Emit;
using FunctionsHost.Settings;
using Microsoft.Azure.WebJobs;

namespace FunctionsHost.Triggers;

/// <summary>
/// Makes a class "Functions" with a method for each queue and timer function, for the WebJobs SDK runs methods. Each hands its trigger's value
/// on to the worker: <c>static Task ProcessOrder([QueueTrigger("orders")] string
/// trigger, [WorkerCall] WorkerCall call) => call.RunAsync(trigger)</c>.
/// The names are those of the real host, so that its logs, locks and status blobs are called the same.
/// </summary>
internal sealed class FunctionMethods(Type type) : ITypeLocator
{
    public const string TriggerParameter = "trigger";

    public IReadOnlyList<Type> GetTypes() => [type];

    public static FunctionMethods For(IEnumerable<FunctionDefinition> functions)
    {
        var module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Functions"), AssemblyBuilderAccess.Run).DefineDynamicModule("Functions");
        var type = module.DefineType("Functions", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        foreach (var function in functions)
        {
            switch (function.Trigger)
            {
                case QueueTrigger queue:
                    Define(type, function.Name, ContentType(queue.Content), QueueAttribute(queue));
                    break;
                case TimerTrigger:
                    var timer = Define(type, function.Name, typeof(TimerFire), Attribute(typeof(WorkerTimerAttribute)));
                    // One instance has the timer, by a lease, as on Azure.
                    timer.SetCustomAttribute(
                        new CustomAttributeBuilder(
                            typeof(SingletonAttribute).GetConstructor([])!,
                            [],
                            [typeof(SingletonAttribute).GetProperty(nameof(SingletonAttribute.Mode))!],
                            [SingletonMode.Listener]
                        )
                    );
                    break;
                default:
                    break;
            }
        }

        return new FunctionMethods(type.CreateType());
    }

    private static MethodBuilder Define(TypeBuilder type, string name, Type triggerType, CustomAttributeBuilder triggerAttribute)
    {
        var method = type.DefineMethod(name, MethodAttributes.Public | MethodAttributes.Static, typeof(Task), [triggerType, typeof(WorkerCall)]);
        method.DefineParameter(1, ParameterAttributes.None, TriggerParameter).SetCustomAttribute(triggerAttribute);
        method.DefineParameter(2, ParameterAttributes.None, "call").SetCustomAttribute(Attribute(typeof(WorkerCallAttribute)));
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Callvirt, typeof(WorkerCall).GetMethod(nameof(WorkerCall.RunAsync), [typeof(object)])!);
        code.Emit(OpCodes.Ret);
        return method;
    }

    private static Type ContentType(QueueContent content) =>
        content switch
        {
            QueueContent.Bytes => typeof(byte[]),
            QueueContent.WholeMessage => typeof(ParameterBindingData),
            _ => typeof(string),
        };

    private static CustomAttributeBuilder QueueAttribute(QueueTrigger queue)
    {
        var constructor = typeof(QueueTriggerAttribute).GetConstructor([typeof(string)])!;
        return queue.Connection is null
            ? new CustomAttributeBuilder(constructor, [queue.Queue])
            : new CustomAttributeBuilder(
                constructor,
                [queue.Queue],
                [typeof(QueueTriggerAttribute).GetProperty(nameof(QueueTriggerAttribute.Connection))!],
                [queue.Connection]
            );
    }

    private static CustomAttributeBuilder Attribute(Type type) => new(type.GetConstructor([])!, []);
}

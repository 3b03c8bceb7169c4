using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PaymentHub.Tests.Rules;

public partial class TypeTests
{
    private static readonly Assembly App = typeof(PaymentHubServices).Assembly;

    private static readonly IReadOnlyList<Type> Types =
    [
        .. App.GetTypes().Where(type => type.Namespace?.StartsWith("PaymentHub", StringComparison.Ordinal) == true && !IsGenerated(type)),
    ];

    [Fact]
    public void A_class_is_sealed_abstract_or_static() =>
        Assert.Empty(Types.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false }).Select(type => type.FullName));

    [Fact]
    public void A_constructor_takes_at_most_six_services() =>
        Assert.Empty(
            Types
                .Where(type => type.IsClass && !IsRecord(type))
                .SelectMany(type => type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                .Where(constructor => constructor.GetParameters().Length > 6)
                .Select(constructor => constructor.DeclaringType!.FullName)
        );

    [Fact]
    public void No_class_is_called_by_a_word_that_says_nothing() =>
        Assert.Empty(
            Types
                .Where(type =>
                    type.Name.EndsWith("Manager", StringComparison.Ordinal)
                    || type.Name.EndsWith("Helper", StringComparison.Ordinal)
                    || type.Name.EndsWith("Util", StringComparison.Ordinal)
                    || type.Name.EndsWith("Utils", StringComparison.Ordinal)
                )
                .Select(type => type.FullName)
        );

    // A union says with its Match what becomes of each of its cases, and a switch over an enum names every member: so the compiler finds what
    // a new one is missing from.
    [Fact]
    public void No_switch_throws_at_what_it_does_not_know() =>
        Assert.Empty(Sources.Code.Where(file => UnknownCase().IsMatch(file.Value)).Select(file => file.Key));

    [Fact]
    public void Cancellation_comes_last() =>
        Assert.Empty(
            Types
                .SelectMany(type =>
                    type.GetMethods(
                        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly
                    )
                )
                .Where(method =>
                    !method.IsDefined(typeof(CompilerGeneratedAttribute))
                    && method.GetParameters().SkipLast(1).Any(parameter => parameter.ParameterType == typeof(CancellationToken))
                )
                .Select(method => $"{method.DeclaringType}.{method.Name}")
        );

    [Fact]
    public void What_rooms_promise_each_other_is_documented()
    {
        var documented = XDocument
            .Load(Path.ChangeExtension(App.Location, ".xml"))
            .Descendants("member")
            .Select(member => (string)member.Attribute("name")!)
            .ToHashSet();
        var entries = Types
            .Where(type =>
                type.IsVisible && type.DeclaringType is null && type.Namespace is "PaymentHub.Orders" or "PaymentHub.Providers" or "PaymentHub.Money"
            )
            .ToList();
        var members = Types
            .Where(type => type is { IsInterface: true, IsVisible: true } || type.Name == "ProviderAccount")
            .SelectMany(type => type.GetMembers(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(member => member is MethodInfo { IsSpecialName: false } or PropertyInfo);

        Assert.NotEmpty(documented);
        Assert.Empty(entries.Select(type => $"T:{type.FullName}").Except(documented));
        Assert.Empty(
            members.Where(member => !documented.Any(name => IsOf(name, member))).Select(member => $"{member.DeclaringType!.Name}.{member.Name}")
        );
    }

    private static bool IsOf(string documented, MemberInfo member)
    {
        var name = $"{member.DeclaringType!.FullName}.{member.Name}";
        return documented == $"P:{name}" || documented == $"M:{name}" || documented.StartsWith($"M:{name}(", StringComparison.Ordinal);
    }

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    [GeneratedRegex(@"\b_ =>\s*throw\b", RegexOptions.CultureInvariant)]
    private static partial Regex UnknownCase();

    // Iterators, closures and what source generators write.
    private static bool IsGenerated(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute))
        || type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute))
        || type.Name.Contains('<', StringComparison.Ordinal)
        || (type.DeclaringType is { } outer && IsGenerated(outer));
}

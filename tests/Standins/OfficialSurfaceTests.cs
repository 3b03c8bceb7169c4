using System.Reflection;
using System.Text.RegularExpressions;

namespace PaymentHub.Tests.Standins;

/// <summary>
/// Source that builds against a stand-in has to build against the official package: so a stand-in has a part of the
/// official public surface and nothing else.
/// </summary>
public sealed partial class OfficialSurfaceTests
{
    private static readonly Lazy<string[]> Official = new(Read);

    [Theory]
    [InlineData("Azure.Data.Tables")]
    [InlineData("Microsoft.Azure.Functions.Worker")]
    public void A_stand_in_has_no_public_member_that_the_official_package_lacks(string standin)
    {
        var members = Official.Value.Where(IsMember).Select(Short).ToHashSet();
        var types = Types(standin);

        var foreign = types.SelectMany(PublicSurface.Members).Select(Short).Where(line => !members.Contains(line)).Order().ToList();

        Assert.NotEmpty(types);
        Assert.True(foreign.Count == 0, string.Join('\n', foreign));
    }

    [Theory]
    [InlineData("Azure.Data.Tables")]
    [InlineData("Microsoft.Azure.Functions.Worker")]
    public void A_stand_in_has_no_public_type_of_another_kind_or_with_bases_that_the_official_one_lacks(string standin)
    {
        var official = Official.Value.Where(line => !IsMember(line)).ToLookup(line => line.Split(" : ")[0], Bases);

        var foreign = Types(standin).Select(PublicSurface.Header).Where(line => !IsPartOf(line, official)).Order().ToList();

        Assert.True(foreign.Count == 0, string.Join('\n', foreign));
    }

    [Fact]
    public void The_rendering_sees_names_parameters_defaults_and_results()
    {
        const string Type = "PaymentHub.Tests.Standins.OfficialSurfaceTests.Sample";
        string[] expected =
        [
            $"{Type} | const string Name",
            $"{Type} | static Task<T> GetAsync<T>(string[] keys, Byte[] body, long? limit = default, Kind kind = First, bool flag = default)",
            $"{Type} | static bool TryGet(IDictionary<string, object> values, out object value)",
        ];

        var members = PublicSurface.Members(typeof(Sample)).Select(Short).Order(StringComparer.Ordinal);

        Assert.Equal(expected, members);
        Assert.Equal($"static class {Type}", PublicSurface.Header(typeof(Sample)));
        Assert.Equal($"enum {Type}.Kind : IComparable, IConvertible, IFormattable, ISpanFormattable", Qualified(PublicSurface.Header(typeof(Sample.Kind))));
    }

    private static string Qualified(string header) => $"{header.Split(" : ")[0]} : {string.Join(", ", Bases(header))}";

    private static List<Type> Types(string assembly) => [.. Assembly.Load(assembly).GetExportedTypes().Where(type => !IsGenerated(type))];

    private static bool IsGenerated(Type type) => type.Name.Contains('<', StringComparison.Ordinal);

    private static bool IsMember(string line) => line.Contains(" | ", StringComparison.Ordinal);

    private static bool IsPartOf(string header, ILookup<string, string[]> official) =>
        official[header.Split(" : ")[0]].Any(bases => Bases(header).All(bases.Contains));

    private static string[] Bases(string header) => header.Split(" : ") is [_, var bases] ? Separator().Split(Qualifier().Replace(bases, "")) : [];

    // The official lines write some framework types with their namespace and some without, so signatures are compared
    // without; a type's own name keeps it.
    private static string Short(string member)
    {
        var signature = member.IndexOf(" | ", StringComparison.Ordinal);
        return member[..signature] + Qualifier().Replace(member[signature..], "");
    }

    // A stand-in may join several packages in one assembly, so the assembly's name goes.
    private static string[] Read() =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Standins", "official-surface.txt"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line[(line.IndexOf(" | ", StringComparison.Ordinal) + 3)..]),
    ];

    [GeneratedRegex(@"\b(?:[A-Za-z_]\w*\.)+(?=[A-Za-z_])")]
    private static partial Regex Qualifier();

    // Commas outside of angle brackets.
    [GeneratedRegex(@", (?![^<]*>)")]
    private static partial Regex Separator();

    internal static class Sample
    {
        public const string Name = "";

        public enum Kind
        {
            First,
        }

        public static Task<T> GetAsync<T>(string[] keys, byte[] body, long? limit = null, Kind kind = Kind.First, bool flag = false) =>
            throw new InvalidOperationException($"{keys}{body}{limit}{kind}{flag}");

        public static bool TryGet(IDictionary<string, object> values, out object? value) => values.TryGetValue("", out value);
    }
}

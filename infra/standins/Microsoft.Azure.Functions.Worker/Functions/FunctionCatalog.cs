using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Standin.Functions;

/// <summary>
/// Finds the functions: public methods with [Function] on public classes of the entry assembly.
/// The setting Functions:Assemblies names other assemblies, Functions:Types narrows them to some classes; both take
/// several names with commas between. Only the stand-in knows them.
/// </summary>
internal static class FunctionCatalog
{
    private const BindingFlags Methods = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <exception cref="InvalidOperationException">Two functions have one name, or one has no trigger.</exception>
    public static IReadOnlyList<FunctionDescriptor> Find(IConfiguration configuration)
    {
        var types = Names(configuration["Functions:Types"]);
        var functions = Assemblies(configuration)
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type.IsClass && (types.Length == 0 || types.Contains(type.Name)))
            .SelectMany(type => type.GetMethods(Methods))
            .Select(method => (method, attribute: method.GetCustomAttribute<FunctionAttribute>()))
            .Where(found => found.attribute is not null)
            .Select(found => new FunctionDescriptor(found.attribute!.Name, found.method))
            .ToArray();

        var twice = functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? functions
            : throw new InvalidOperationException(
                $"Several functions are named '{twice.Key}': {string.Join(", ", twice.Select(function => function.Definition.EntryPoint))}.");
    }

    private static IEnumerable<Assembly> Assemblies(IConfiguration configuration) =>
        Names(configuration["Functions:Assemblies"]) is { Length: > 0 } names
            ? names.Select(Assembly.Load)
            : [Assembly.GetEntryAssembly() ?? throw new InvalidOperationException("There is no entry assembly to find functions in.")];

    private static string[] Names(string? list) =>
        list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}

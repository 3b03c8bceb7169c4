using System.Text.Json.Nodes;

namespace PaymentHub.Tests.Contract;

/// <summary>The OpenAPI files in the hands of others' tools.</summary>
public class ApiToolTests
{
    private const string Redocly = "node_modules/@redocly/cli/bin/cli.js";
    private const string Generator = "node_modules/openapi-typescript/bin/cli.js";
    private const string TypeScript = "node_modules/typescript/bin/tsc";

    public static TheoryData<string> Files { get; } = new(ContractTools.MerchantsFile, ContractTools.OperatorsFile);

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_is_linted_clean(string file)
    {
        var (exitCode, output) = await ContractTools.RunAsync(Redocly, "lint", file, "--config", "redocly.yaml");

        Assert.True(exitCode == 0, output);
        Assert.Contains("Your API description is valid.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", output.Replace("Deprecation warning: Node.js", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_example_and_every_golden_file_is_what_its_schema_says()
    {
        var result = await CheckAsync(ContractTools.MerchantsFile, ContractTools.Here("golden"));

        Assert.Empty(result.Mistakes);
        Assert.True(result.Checked > 100, $"Only {result.Checked} examples were found.");
    }

    [Fact]
    public async Task Every_example_of_the_operators_file_is_what_its_schema_says()
    {
        var result = await CheckAsync(ContractTools.OperatorsFile);

        Assert.Empty(result.Mistakes);
        Assert.True(result.Checked > 50, $"Only {result.Checked} examples were found.");
    }

    [Fact]
    public async Task A_value_that_its_schema_does_not_describe_is_found()
    {
        using var folder = new Local.TemporaryFolder();
        var golden = await File.ReadAllTextAsync(ContractTools.Here("golden/deposit.json"));
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "deposit.more.json"),
            golden.Replace("\"provider\"", "\"povider\"", StringComparison.Ordinal)
        );
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "deposit.type.json"),
            golden.Replace("\"version\": 3", "\"version\": \"3\"", StringComparison.Ordinal)
        );

        var result = await CheckAsync(ContractTools.MerchantsFile, folder.Path);

        Assert.Contains(
            result.Mistakes,
            mistake => mistake.StartsWith("deposit.more.json", StringComparison.Ordinal) && mistake.Contains("provider", StringComparison.Ordinal)
        );
        Assert.Contains(
            result.Mistakes,
            mistake => mistake.StartsWith("deposit.more.json", StringComparison.Ordinal) && mistake.Contains("povider", StringComparison.Ordinal)
        );
        Assert.Contains(
            result.Mistakes,
            mistake => mistake.StartsWith("deposit.type.json", StringComparison.Ordinal) && mistake.Contains("version", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_typed_client_is_generated_and_compiles()
    {
        // In there, so that the compiler finds the packages as in any other project.
        var folder = Directory.CreateDirectory(Path.Combine(ContractTools.Folder, "node_modules", $".client-{Guid.NewGuid():N}")).FullName;
        try
        {
            var generated = await ContractTools.RunAsync(Generator, ContractTools.MerchantsFile, "--output", Path.Combine(folder, "paymenthub.d.ts"));
            File.Copy(ContractTools.Here("client.ts"), Path.Combine(folder, "client.ts"));
            var compiled = await CompileAsync(folder);
            var client = await File.ReadAllTextAsync(Path.Combine(folder, "client.ts"));
            await File.WriteAllTextAsync(
                Path.Combine(folder, "client.ts"),
                client.Replace("deposit.payment_url", "deposit.paymentUrl", StringComparison.Ordinal)
            );
            var misspelt = await CompileAsync(folder);

            Assert.True(generated.ExitCode == 0, generated.Output);
            Assert.True(compiled.ExitCode == 0, compiled.Output);
            Assert.Contains("paymentUrl", misspelt.Output, StringComparison.Ordinal);
            Assert.NotEqual(0, misspelt.ExitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<(int ExitCode, string Output)> CompileAsync(string folder) =>
        ContractTools.RunAsync(
            TypeScript,
            "--noEmit",
            "--strict",
            "--exactOptionalPropertyTypes",
            "--target",
            "es2022",
            "--module",
            "preserve",
            "--moduleResolution",
            "bundler",
            "--lib",
            "es2022,dom,dom.iterable",
            Path.Combine(folder, "client.ts")
        );

    private static async Task<(int Checked, string[] Mistakes)> CheckAsync(params IEnumerable<string> files)
    {
        var (exitCode, output) = await ContractTools.RunAsync(ContractTools.Here("check.mjs"), [ContractTools.Folder, .. files]);
        Assert.True(exitCode == 0, output);
        var result = JsonNode.Parse(output)!;
        return ((int)result["checked"]!, [.. result["mistakes"]!.AsArray().Select(mistake => (string)mistake!)]);
    }
}

using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Journeys;
using PaymentHub.Tests.Local;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Tool;

/// <summary>The operators' tool as its users start it, against the real app.</summary>
public sealed class ToolTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private Hub _hub = null!;

    public async Task InitializeAsync() => _hub = await Onboarding.StartAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_merchant_is_taken_on_changed_and_disabled()
    {
        var tried = await RunAsync("merchants create -f - --dry-run", """{"id":"gamma","name":"Gamma"}""");
        Assert.Equal((0, true), (tried.Code, tried.Errors.Contains("Nothing has been changed", StringComparison.Ordinal)));
        Assert.Equal(1, (await RunAsync("merchants show gamma")).Code);

        Assert.Equal(0, (await RunAsync("merchants create -f -", """{"id":"gamma","name":"Gamma"}""")).Code);
        var made = await RunAsync("endpoints create gamma -f - --json", """{"id":"main","url":"https://gamma.example/hooks"}""");
        var secret = (string)JsonNode.Parse(made.Output)!["secret"]!;

        // What 'show' writes is what 'replace' takes, once: the second has not seen the first's change.
        var shown = await RunAsync("endpoints show gamma main --json");
        Assert.DoesNotContain(secret, shown.Output, StringComparison.Ordinal);
        var edited = shown.Output.Replace("/hooks", "/other", StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("endpoints replace gamma main -f -", edited)).Code);
        var late = await RunAsync("endpoints replace gamma main -f -", shown.Output.Replace("/hooks", "/late", StringComparison.Ordinal));
        Assert.Equal(1, late.Code);
        Assert.Contains("(412 ", late.Errors, StringComparison.Ordinal);
        Assert.Contains("https://gamma.example/other", (await RunAsync("endpoints list gamma")).Output, StringComparison.Ordinal);

        var rotated = await RunAsync("endpoints rotate gamma main --json");
        Assert.NotEqual(secret, (string)JsonNode.Parse(rotated.Output)!["secret"]!);

        Assert.Equal(4, (await RunAsync("merchants disable gamma")).Code);
        Assert.NotEqual(true, (bool?)JsonNode.Parse((await RunAsync("merchants show gamma --json")).Output)!["disabled"]);
        Assert.Equal(0, (await RunAsync("merchants disable gamma --yes")).Code);
        Assert.True((bool)JsonNode.Parse((await RunAsync("merchants show gamma --json")).Output)!["disabled"]!);
        Assert.Contains("merchant.disabled", (await RunAsync("merchants history gamma --all --limit 1")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merchant_is_made_what_its_document_says()
    {
        const string Document = """
            id: delta
            name: Delta
            endpoints:
              - id: main
                url: https://delta.example/hooks
            api_keys:
              - id: back_office
                owner: back_office
                roles: [read, deposits]
            """;

        Assert.Equal(4, (await RunAsync("merchants apply -f -", Document)).Code);
        Assert.Equal(1, (await RunAsync("merchants show delta")).Code);
        var made = await RunAsync("merchants apply -f - --yes", Document);
        Assert.Equal(0, made.Code);
        Assert.Contains("+ merchant delta", made.Errors, StringComparison.Ordinal);
        Assert.Contains("secret ", made.Output, StringComparison.Ordinal);
        Assert.Contains("key ", made.Output, StringComparison.Ordinal);

        var again = await RunAsync("merchants apply -f - --yes", Document);
        Assert.Equal((0, true), (again.Code, again.Errors.Contains("Everything is so already", StringComparison.Ordinal)));

        // What was exported is what is applied; what it does not name stays.
        var exported = await RunAsync("merchants export delta");
        Assert.Equal(0, exported.Code);
        Assert.Contains("Everything is so already", (await RunAsync("merchants apply -f -", exported.Output)).Errors, StringComparison.Ordinal);
        var edited = exported.Output.Replace("/hooks", "/other", StringComparison.Ordinal);
        var tried = await RunAsync("merchants apply -f - --dry-run", edited);
        Assert.Contains("~ endpoint main: url", tried.Errors, StringComparison.Ordinal);
        Assert.Contains("= merchant delta", tried.Errors, StringComparison.Ordinal);
        Assert.Contains("/hooks", (await RunAsync("endpoints list delta")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("merchants apply -f - --yes", edited)).Code);
        Assert.Contains("/other", (await RunAsync("endpoints list delta")).Output, StringComparison.Ordinal);

        // One mistake, and nothing of the document is done.
        var mistaken = await RunAsync(
            "merchants apply -f - --yes",
            edited.Replace("name: Delta", "name: Other", StringComparison.Ordinal).Replace("https:", "ftp:", StringComparison.Ordinal)
        );
        Assert.Equal(1, mistaken.Code);
        Assert.Contains("  url: ", mistaken.Errors, StringComparison.Ordinal);
        Assert.Contains("name: Delta", (await RunAsync("merchants export delta")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_is_found_and_shown()
    {
        await DepositSteps.MPayAsync(_hub, _hub.Alpha, "TOOL-1");

        var found = await RunAsync($"orders find --merchant {_hub.Alpha.Id} --kind deposit --reference TOOL-1 --json");
        var id = (string)JsonNode.Parse(found.Output)!["data"]![0]!["order"]!["id"]!;

        Assert.Contains(
            id,
            (await RunAsync($"orders find --merchant {_hub.Alpha.Id} --kind deposit --reference TOOL-1")).Output,
            StringComparison.Ordinal
        );
        Assert.Contains("TOOL-1", (await RunAsync($"orders show {id}")).Output, StringComparison.Ordinal);
        Assert.Equal(4, (await RunAsync($"orders resolve {id} --outcome failed --version 1 --note because")).Code);
        var refused = await RunAsync($"orders resolve {id} --outcome failed --version 1 --note because --yes");
        Assert.Equal(1, refused.Code);
        Assert.Contains("request ", refused.Errors, StringComparison.Ordinal);
        var kept = await RunAsync($"orders reopen {id} --version 0 --note because --yes");
        Assert.Equal(1, kept.Code);
        Assert.Contains("No payment is known", kept.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deposit_is_entered_and_awaits_a_second_operator()
    {
        var issued = await _hub.PostAsync(_hub.Alpha, "/v1/deposit-addresses", new { account = _hub.Alpha.GatewayAccount, customer_id = "tool-1" });
        var command =
            $"deposits enter --account {_hub.Alpha.GatewayAccount} --customer-id tool-1 --address {issued.Body!["addresses"]![0]!["address"]} --amount 5 --currency USDT --evidence seen";

        Assert.Equal(4, (await RunAsync($"{command} --transaction-id {new string('c', 64)}")).Code);
        var mistaken = await RunAsync($"{command} --transaction-id {new string('c', 63)} --yes");
        Assert.Equal(1, mistaken.Code);
        Assert.Contains("  transaction_id: ", mistaken.Errors, StringComparison.Ordinal);
        var entered = await RunAsync($"{command} --transaction-id {new string('c', 64)} --yes");
        Assert.Equal(5, entered.Code);
        Assert.Contains("dep_", entered.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_of_a_document_is_told_with_its_field_and_the_request_s_id()
    {
        var (code, output, errors) = await RunAsync("merchants create -f -", """{"id":"Not An Id"}""");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("  id: ", errors, StringComparison.Ordinal);
        Assert.Contains("(400 invalid_request, request ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orders find --no-such")]
    [InlineData("orders resolve dep_x --outcome failed")]
    [InlineData("endpoints replace alpha main -f no-such-file")]
    [InlineData("merchants apply -f no-such-file")]
    [InlineData("merchants list --url http://hub.example")]
    [InlineData("merchants list --key-file no-such-file")]
    [InlineData("merchants list --timeout 0")]
    public async Task A_wrong_command_ends_before_anything_is_sent(string command) => Assert.Equal(2, (await RunAsync(command)).Code);

    [Fact]
    public async Task A_document_with_mistakes_in_its_text_is_never_repeated()
    {
        var (code, output, errors) = await RunAsync("merchants create -f -", "{\"secret\": \"marker-of-a-secret\",,}");

        Assert.Equal(2, code);
        Assert.DoesNotContain("marker", output + errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_comes_from_a_file_and_is_in_no_output()
    {
        var file = Path.Combine(_folder.Path, "key");
        await File.WriteAllTextAsync(file, _hub.Operator.Key + "\n");

        var right = await RunAsync($"health queues --key-file {file}", key: "wrong");
        var wrong = await RunAsync("health queues", key: "not-a-key-of-anybody");

        Assert.Equal((0, 1), (right.Code, wrong.Code));
        Assert.Contains("(401 unauthorized", wrong.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("not-a-key-of-anybody", wrong.Output + wrong.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_that_is_not_there_is_told_from_one_that_refuses()
    {
        var (code, _, errors) = await RunAsync("merchants disable alpha --yes --url http://127.0.0.1:1");

        Assert.Equal(3, code);
        Assert.Contains("cannot be reached", errors, StringComparison.Ordinal);
        Assert.Contains("may have been done", errors, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(string command, string input = "", string? key = null)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var start = new ProcessStartInfo("dotnet", [Assembly(), .. command.Split(' ')])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        start.Environment["PAYMENTHUB_URL"] = _hub.Address.ToString();
        start.Environment["PAYMENTHUB_OPERATOR_KEY"] = key ?? _hub.Operator.Key;
        using var process = Process.Start(start)!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(deadline.Token), process.StandardError.ReadToEndAsync(deadline.Token));
            await process.StandardInput.WriteAsync(input.AsMemory(), deadline.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    // …/bin/PaymentHub.Tests/debug → …/bin/Cli/debug.
    private static string Assembly()
    {
        var output = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        return Path.GetFullPath(Path.Combine(output, "..", "..", "Cli", Path.GetFileName(output), "PaymentHub.Cli.dll"));
    }
}

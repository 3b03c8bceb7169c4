using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Local;

[Collection(Name)]
public sealed partial class LocalRunTests : IDisposable
{
    /// <summary>Everything that starts the launcher: one after the other, for each run has all the processes of the product.</summary>
    public const string Name = "Local run";

    private readonly TemporaryFolder _logs = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task A_run_with_exit_plays_a_deposit_and_a_withdrawal_through_each_provider_and_ends_with_0()
    {
        var (exitCode, output, errors) = await Launcher.RunAsync(["--exit", "--trace", "--any-ports", "--logs", _logs.Path]);

        Assert.Equal("", errors);
        Assert.Matches(@"(?m)^\| pay_protocol +\| dep_[0-9a-hjkmnp-tv-z]{26} +\| +10\.5 USDT \| completed \| +\d+ ms \| yes +\|$", output);
        Assert.Matches(@"(?m)^\| usdt_gateway +\| dep_[0-9a-hjkmnp-tv-z]{26} +\| +25\.75 USDT \| completed \| +\d+ ms \| yes +\|$", output);
        Assert.Matches(@"(?m)^\| mpay +\| dep_[0-9a-hjkmnp-tv-z]{26} +\| +100 CNY \| completed \| +\d+ ms \| yes +\|$", output);
        Assert.Matches(@"(?m)^\| pay_protocol +\| wd_[0-9a-hjkmnp-tv-z]{26} +\| +7\.25 USDT \| completed \| +\d+ ms \| yes +\|$", output);
        Assert.Matches(@"(?m)^\| usdt_gateway +\| wd_[0-9a-hjkmnp-tv-z]{26} +\| +12\.5 USDT \| completed \| +\d+ ms \| yes +\|$", output);
        Assert.Matches(@"(?m)^\| mpay +\| wd_[0-9a-hjkmnp-tv-z]{26} +\| +40 CNY \| completed \| +\d+ ms \| yes +\|$", output);
        Assert.Matches(@"(?m)^trace [0-9a-f]{32}\s*$", output);
        var at = new[] { "receive callback", "process callback", "deliver webhook", "send webhook" }.Select(span =>
            output.IndexOf($"── {span} at ", StringComparison.Ordinal)
        );
        Assert.Equal(at.Order(), at);
        Assert.DoesNotContain(-1, at);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task Two_runs_stand_beside_each_other_and_print_all_their_links()
    {
        await using var first = Launcher.Start([]);
        await using var second = Launcher.Start([]);
        foreach (var launcher in new[] { first, second })
        {
            await launcher.PrintsAsync("Press Ctrl+C to stop.");
            Assert.Matches(@"(?m)^Dashboard +http://127\.0\.0\.1:\d+/login\?t=[0-9a-f]{32}$", launcher.Output);
            Assert.Matches(@"(?m)^Withdrawals +http://127\.0\.0\.1:\d+/sandbox/withdrawals$", launcher.Output);
            Assert.Matches(@"(?m)^Documentation +http://127\.0\.0\.1:\d+/docs$", launcher.Output);
            Assert.Matches(@"(?m)^Operating +http://127\.0\.0\.1:\d+/ops/accounts$", launcher.Output);
            Assert.Matches(@"(?m)^Approver's key +ph_[A-Za-z0-9]{43}$", launcher.Output);
            Assert.Matches(@"(?m)^Webhook secret +whsec_[A-Za-z0-9+/]{43}=$", launcher.Output);
            Assert.Matches(@"(?m)^Operator's key +ph_[A-Za-z0-9]{43}$", launcher.Output);
            using var http = new HttpClient();
            http.DefaultRequestHeaders.Add(
                "Authorization",
                "Bearer " + Regex.Match(launcher.Output, "(?m)^Operator's key +(?<key>.*)$").Groups["key"].Value
            );
            foreach (var link in Link().Matches(launcher.Output).Select(match => match.Groups["link"].Value))
            {
                using var page = await http.GetAsync(new Uri(link));
                Assert.Equal(HttpStatusCode.OK, page.StatusCode);
                // A link that only leads to a form for signing in is none.
                Assert.DoesNotContain("login", page.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
            }
        }

        Assert.NotEqual(Regex.Match(first.Output, "(?m)^Log .*$").Value, Regex.Match(second.Output, "(?m)^Log .*$").Value);
        Assert.Empty(Ports(first.Output).Intersect(Ports(second.Output)));
        await Task.WhenAll(first.SignalAsync("TERM"), second.SignalAsync("TERM"));
        foreach (var launcher in new[] { first, second })
            Assert.True(await launcher.EndAsync() == 0, launcher.Output + launcher.Errors);
    }

    [Fact]
    public async Task The_first_example_of_the_documentation_still_works_after_the_demo()
    {
        var quickstart = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "merchant", "quickstart.md"));
        var example = Example().Match(quickstart).Groups["body"].Value;
        Assert.NotEqual("", example);
        await using var launcher = Launcher.Start(["--any-ports", "--logs", _logs.Path]);
        await launcher.PrintsAsync("Press Ctrl+C to stop.");

        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("Authorization", "Bearer " + Regex.Match(launcher.Output, "ph_[A-Za-z0-9]+").Value);
        var hub = Regex.Match(launcher.Output, "(?m)^API +(?<hub>http.*)$").Groups["hub"].Value;
        using var made = await http.PostAsync(new Uri($"{hub}/deposits"), new StringContent(example, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        await launcher.SignalAsync("TERM");
        Assert.Equal(0, await launcher.EndAsync());
    }

    [Theory]
    [InlineData("KILL", 128 + 9)]
    [InlineData("TERM", 0)]
    public async Task However_the_launcher_ends_every_port_is_free_again(string signal, int exitCode)
    {
        await using var launcher = Launcher.Start(["--any-ports", "--logs", _logs.Path]);
        await launcher.PrintsAsync("Press Ctrl+C to stop.");
        var ports = Ports(launcher.Output);
        Assert.Equal(6, ports.Count);
        Assert.All(ports, port => Assert.True(Listens(port)));

        await launcher.SignalAsync(signal);

        Assert.Equal(exitCode, await launcher.EndAsync());
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (ports.Any(Listens))
            await Task.Delay(50, deadline.Token);
    }

    [Fact]
    public async Task A_log_that_another_run_has_is_explained()
    {
        await using var other = new FileStream(Path.Combine(_logs.Path, "functions.log"), FileMode.Create, FileAccess.Write, FileShare.None);

        var (exitCode, _, errors) = await Launcher.RunAsync(["--exit", "--any-ports", "--logs", _logs.Path]);

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"The log {_logs.Path}/functions.log cannot be written (", errors, StringComparison.Ordinal);
        Assert.EndsWith("): perhaps another local run has it; choose another folder with --logs.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Core_Tools_run_in_the_build_output_and_what_they_say_when_they_cannot_start_is_told()
    {
        _logs.AddProgram("func", "echo \"$(pwd): func $*\" >&2; exit 1");

        var (exitCode, _, errors) = await Launcher.RunAsync(
            ["--exit", "--any-ports", "--host", "func", "--logs", _logs.Path],
            ("PATH", $"{_logs.Path}:{Environment.GetEnvironmentVariable("PATH")}")
        );

        Assert.Equal(1, exitCode);
        Assert.StartsWith(
            $"The function app ended while starting; its log is {_logs.Path}/functions.log and ends with:",
            errors,
            StringComparison.Ordinal
        );
        Assert.Matches(@"PaymentHub/\w+: func start --port \d+$", errors);
    }

    private static HashSet<int> Ports(string output) =>
        [.. PortNumber().Matches(output).Select(match => int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture))];

    private static bool Listens(int port)
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"(?m)^(Dashboard|Sandbox|Withdrawals|Documentation|Operating|Health) +(?<link>http\S+)$")]
    private static partial Regex Link();

    [GeneratedRegex(@"/v1/deposits -H [^']*'Content-Type: application/json' \\\n +-d '(?<body>[^']+)'")]
    private static partial Regex Example();

    // "http://127.0.0.1:20123/v1" and "blobs 41234, queues 41235, tables 41236".
    [GeneratedRegex(@"(127\.0\.0\.1:|blobs |queues |tables )(?<port>\d+)")]
    private static partial Regex PortNumber();
}

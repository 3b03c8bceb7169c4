using System.Diagnostics;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Keys;

namespace PaymentHub.Tests.Sandbox;

public sealed class SandboxProcessTests
{
    private const string Variable = "SETTINGS_OF_A_SANDBOX";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task It_says_where_it_listens_and_does_not_end_with_its_standard_input()
    {
        using var process = Start("--settings", "-");

        await process.StandardInput.WriteAsync(SandboxKeys.Create().ToOptions("shop").ToJson());
        process.StandardInput.Close();
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Deadline);
        using var http = new HttpClient();
        var page = await http.GetStringAsync(line!.Replace("Sandbox listening at ", "", StringComparison.Ordinal) + "/sandbox");
        await EndAsync(process, "TERM");

        Assert.Matches("^Sandbox listening at http://127.0.0.1:[0-9]+$", line);
        Assert.Contains("Payment sandbox", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_reads_its_settings_from_a_file_or_a_variable()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "{\n}\n");
            foreach (var process in new[] { Start("--settings", file), Start("--settings-variable", Variable) })
            {
                using (process)
                {
                    process.StandardInput.Close();
                    Assert.StartsWith(
                        "Sandbox listening at ",
                        await process.StandardOutput.ReadLineAsync().WaitAsync(Deadline),
                        StringComparison.Ordinal
                    );
                    await EndAsync(process, "TERM");
                }
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task It_makes_keys_that_are_never_the_same()
    {
        using var first = Start("--make-keys");
        using var second = Start("--make-keys");

        var keys = SandboxKeys.Parse(await first.StandardOutput.ReadToEndAsync().WaitAsync(Deadline));
        var others = SandboxKeys.Parse(await second.StandardOutput.ReadToEndAsync().WaitAsync(Deadline));

        Assert.NotEqual(keys.PayProtocol.ApiSecret, others.PayProtocol.ApiSecret);
        Assert.NotEqual(keys.Gateway.GatewayPrivateKey, others.Gateway.GatewayPrivateKey);
        Assert.NotEqual(keys.MPay.Md5Key, others.MPay.Md5Key);
        Assert.NotEqual(keys.WebhookSecret, others.WebhookSecret);
    }

    [Theory]
    [InlineData("""{"time_skale":3}""", "time_skale")]
    [InlineData("""{"url":"http://192.0.2.1:80"}""", "loopback")]
    [InlineData("""{"mpay":{"accounts":[{"name":"a","merch_id":1,"md5_key":"k","private_key":"bm90IGEga2V5"}]}}""", "RSA")]
    public async Task Settings_with_a_mistake_end_it_at_once(string settings, string mistake)
    {
        using var process = Start("--settings", "-");

        await process.StandardInput.WriteLineAsync(settings);
        process.StandardInput.Close();
        var message = await process.StandardError.ReadToEndAsync().WaitAsync(Deadline);
        await process.WaitForExitAsync().WaitAsync(Deadline);

        Assert.Equal(2, process.ExitCode);
        Assert.Contains(mistake, message, StringComparison.Ordinal);
        Assert.DoesNotContain("PaymentHub.", message, StringComparison.Ordinal);
        Assert.DoesNotContain("..", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task It_ends_in_order_when_it_is_told_to_and_says_so(string signal)
    {
        using var process = Start("--settings", "-");
        await process.StandardInput.WriteLineAsync("{}");
        process.StandardInput.Close();
        await process.StandardOutput.ReadLineAsync().WaitAsync(Deadline);

        await EndAsync(process, signal);
    }

    private static async Task EndAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(Deadline);

        Assert.Equal(0, process.ExitCode);
        Assert.Equal($"Sandbox stopped by SIG{signal}.\n", await process.StandardOutput.ReadToEndAsync());
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Variable] = "{}";
        start.ArgumentList.Add(typeof(SandboxServer).Assembly.Location);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}

using System.Diagnostics;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Keys;

namespace PaymentHub.Tests.Sandbox;

public sealed class SandboxProcessTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task It_says_where_it_listens_and_ends_with_its_standard_input()
    {
        using var process = Start("--settings", "-");

        await process.StandardInput.WriteLineAsync(SandboxKeys.Create().ToOptions("shop").ToJson());
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Deadline);
        using var http = new HttpClient();
        var page = await http.GetStringAsync(line!.Replace("Sandbox listening at ", "", StringComparison.Ordinal) + "/sandbox");
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Deadline);

        Assert.Matches("^Sandbox listening at http://127.0.0.1:[0-9]+$", line);
        Assert.Contains("Payment sandbox", page, StringComparison.Ordinal);
        Assert.Equal(0, process.ExitCode);
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

    [Fact]
    public async Task Settings_with_a_mistake_end_it_at_once()
    {
        using var process = Start("--settings", "-");

        await process.StandardInput.WriteLineAsync("""{"time_skale":3}""");
        var message = await process.StandardError.ReadToEndAsync().WaitAsync(Deadline);
        await process.WaitForExitAsync().WaitAsync(Deadline);

        Assert.Equal(2, process.ExitCode);
        Assert.Contains("time_skale", message, StringComparison.Ordinal);
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(SandboxServer).Assembly.Location);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}

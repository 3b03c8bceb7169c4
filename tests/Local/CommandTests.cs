using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Local;

[Collection(LocalRunTests.Name)]
public sealed partial class CommandTests
{
    [Fact]
    public async Task New_key_prints_a_key_and_its_hash_another_one_each_time()
    {
        var (exitCode, first, _) = await Launcher.RunAsync(["new-key"]);
        var (_, second, _) = await Launcher.RunAsync(["new-key"]);

        Assert.Equal(0, exitCode);
        var key = ApiKey().Match(first).Value;
        Assert.Equal(46, key.Length);
        Assert.EndsWith(": " + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))), first, StringComparison.Ordinal);
        Assert.NotEqual(key, ApiKey().Match(second).Value);
    }

    [Fact]
    public async Task New_webhook_secret_prints_32_random_bytes_as_standard_webhooks_writes_them()
    {
        var (exitCode, output, _) = await Launcher.RunAsync(["new-webhook-secret"]);

        Assert.Equal(0, exitCode);
        Assert.StartsWith("whsec_", output, StringComparison.Ordinal);
        Assert.Equal(32, Convert.FromBase64String(output["whsec_".Length..]).Length);
    }

    [Fact]
    public async Task Settings_prints_every_setting_of_the_example_filled_in_and_matching_the_sandbox()
    {
        using var folder = new TemporaryFolder();
        var sandboxFile = Path.Combine(folder.Path, "sandbox.json");

        var (exitCode, output, errors) = await Launcher.RunAsync([
            "settings",
            "--port",
            "8071",
            "--sandbox-port",
            "8072",
            "--sandbox-file",
            sandboxFile,
        ]);

        Assert.Equal(0, exitCode);
        var values = JsonNode.Parse(output)!["Values"]!.AsObject();
        var example = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "local.settings.example.json")))![
            "Values"
        ]!.AsObject();
        string[] approver = [.. new[] { "Sha256", "Owner", "Roles" }.Select(name => $"PaymentHub__Merchants__demo__ApiKeys__1__{name}")];
        Assert.Equal([.. example.Select(setting => setting.Key), .. approver], values.Select(setting => setting.Key));
        Assert.DoesNotContain(values, setting => setting.Value!.ToString().Contains('<', StringComparison.Ordinal));
        Assert.Equal("http://127.0.0.1:8071", values["PaymentHub__PublicBaseUrl"]!.ToString());
        Assert.Equal("http://127.0.0.1:8072/api/mer", values["PaymentHub__Merchants__demo__Accounts__demo_pay__BaseUrl"]!.ToString());

        Assert.Equal(
            new[] { "Merchants__demo__ApiKeys__0", "Merchants__demo__ApiKeys__1", "Operators__demo_operator" }.Select(name =>
                values[$"PaymentHub__{name}__Sha256"]!.ToString()
            ),
            ApiKey().Matches(errors).Select(key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.Value))))
        );

        var pay = JsonNode.Parse(await File.ReadAllTextAsync(sandboxFile))!["pay_protocol"]!["accounts"]![0]!;
        Assert.Equal(values["PaymentHub__Merchants__demo__Accounts__demo_pay__Settings__ApiSecret"]!.ToString(), pay["api_secret"]!.ToString());
        Assert.Equal(
            $"http://127.0.0.1:8071/callbacks/{values["PaymentHub__Merchants__demo__Accounts__demo_pay__CallbackIds__0"]}",
            pay["callback_url"]!.ToString()
        );
    }

    [GeneratedRegex("ph_[A-Za-z0-9]+")]
    private static partial Regex ApiKey();
}

namespace PaymentHub.Tests.Local.Verify;

/// <summary>verify-webhook as a person runs it.</summary>
[Collection(LocalRunTests.Name)]
public sealed class VerifyCommandTests : IDisposable
{
    // The webhook of WebhookSignatureTests, whose signature was computed with Python's hmac.
    private const string Headers =
        "webhook-id: evt_dep_00000000000000000000000001_1\nwebhook-timestamp: 1714557600\nwebhook-signature: v1,5c8GHyovooYhKdLWfTgne7D1ibsQbPX7ACY1i9CNaP8=\n";

    private const string Body = """{"type":"deposit.completed","remark":"余"}""";
    private const string Secret = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_good_webhook_ends_with_0_and_the_secret_is_not_shown()
    {
        var (exitCode, output, errors) = await RunAsync(Body, "--now", "2024-05-01T10:00:30Z");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.EndsWith("The webhook verifies.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_one_ends_with_1_and_says_what_is_wrong()
    {
        var (exitCode, output, _) = await RunAsync(Body + "\n", "--now", "1714557630");

        Assert.Equal(1, exitCode);
        Assert.Contains("WRONG  body               is not as it was sent: a line break was added at its end.", output, StringComparison.Ordinal);
        Assert.EndsWith("The webhook does not verify. Wrong: body.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_checked_ends_with_2()
    {
        var (time, _, timeErrors) = await RunAsync(Body, "--now", "yesterday");
        var (misspelt, _, _) = await RunAsync(Body, "--nwo", "1714557630");
        var (twice, _, twiceErrors) = await Launcher.RunAsync(["verify-webhook", "--headers", "-", "--body", "-", "--secret", "secret"]);
        var (missing, _, missingErrors) = await Launcher.RunAsync([
            "verify-webhook",
            "--headers",
            Path.Combine(_folder.Path, "none"),
            "--body",
            "b",
            "--secret",
            "s",
        ]);

        Assert.Equal([2, 2, 2, 2], [time, misspelt, twice, missing]);
        Assert.StartsWith("--now is 'yesterday', but must be a time", timeErrors, StringComparison.Ordinal);
        Assert.Equal("Only one of --headers, --body and --secret can be '-': there is one standard input.", twiceErrors);
        Assert.Equal($"--headers: {Path.Combine(_folder.Path, "none")} cannot be read: it is not there.", missingErrors);
    }

    [Fact]
    public async Task A_secret_on_the_command_line_is_not_said_again()
    {
        var headers = Write("headers", Headers);
        var body = Write("body", Body);
        (int ExitCode, string Output, string Errors)[] runs =
        [
            await Launcher.RunAsync(["verify-webhook", "--headers", headers, "--body", body, "--secret", Secret]),
            await Launcher.RunAsync(["verify-webhook", "--headers", headers, "--body", body, "--secret", Secret["whsec_".Length..]]),
            await Launcher.RunAsync(["verify-webhook", "--headers", headers, "--body", body, Secret]),
            await Launcher.RunAsync(["verify-webhook", "--headers", Secret, "--body", body, "--secret", headers]),
        ];

        Assert.All(
            runs,
            run =>
            {
                Assert.Equal(2, run.ExitCode);
                Assert.NotEqual("", run.Errors);
                Assert.DoesNotContain("c2VjcmV0", run.Output + run.Errors, StringComparison.Ordinal);
            }
        );
        Assert.StartsWith("--secret takes the name of a file.", runs[0].Errors, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(string body, params string[] options) =>
        Launcher.RunAsync([
            "verify-webhook",
            "--headers",
            Write("headers", Headers),
            "--body",
            Write("body", body),
            "--secret",
            Write("secret", Secret),
            .. options,
        ]);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }
}

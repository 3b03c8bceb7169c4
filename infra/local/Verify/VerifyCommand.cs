using System.CommandLine;
using System.Globalization;
using System.Text;
using PaymentHub.Local.Screen;

namespace PaymentHub.Local.Verify;

/// <summary>The command that says why a signature does not match.</summary>
internal static class VerifyCommand
{
    public const string Name = "verify-webhook";

    /// <summary>It could not be checked: an option is missing or wrong, or a file cannot be read.</summary>
    public const int BadUsage = 2;

    private const string SecretOption = "--secret";
    private const string StandardInput = "-";
    private const int MaxBytes = 1024 * 1024;

    public static Command Create()
    {
        var headers = FileOption("--headers", "The webhook's headers: lines 'name: value', as a log or curl prints them, or one JSON object.");
        var body = FileOption("--body", "The webhook's body, byte for byte as your program received it.");
        var secret = FileOption(
            SecretOption,
            "The endpoint's signing secret (whsec_…); during a rotation both, one per line, newest first. It is never printed."
        );
        var now = new Option<string?>("--now")
        {
            Description = "When the webhook arrived (2026-11-22T04:00:00Z, or Unix seconds) instead of now.",
            HelpName = "time",
        };
        var command = new Command(
            Name,
            "Finds out why a webhook's signature does not match: secret, header, id, timestamp or body, and what changed the body. "
                + "One FILE may be '-' for standard input. "
                + "Exit code: 0 verified, 1 not verified, 2 could not be checked."
        )
        {
            headers,
            body,
            secret,
            now,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                Guarded.RunAsync(screen =>
                    RunAsync(
                        screen,
                        [(headers.Name, parsed.GetValue(headers)), (body.Name, parsed.GetValue(body)), (secret.Name, parsed.GetValue(secret))],
                        parsed.GetValue(now),
                        cancellationToken
                    )
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(Terminal screen, (string Option, string? File)[] files, string? now, CancellationToken cancellationToken)
    {
        if (Mistake(files, now) is { } mistake)
            return Refuse(screen, mistake);

        var read = new List<byte[]>();
        foreach (var (option, file) in files)
        {
            try
            {
                read.Add(await ReadAsync(file!, cancellationToken));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return Refuse(
                    screen,
                    option == SecretOption
                        ? $"{option}: its file cannot be read: {FileProblem.Of(e)}."
                        : $"{option}: {file} cannot be read: {FileProblem.Of(e)}."
                );
            }
        }

        var at = now is null ? TimeProvider.System.GetUtcNow() : Time(now)!.Value;
        var parts = WebhookCheck.Run(Encoding.UTF8.GetString(read[0]), read[1], Encoding.UTF8.GetString(read[2]), at);
        foreach (var part in parts)
            screen.Line($"{Word(part.State)}  {part.Name, -17}  {part.Text}");
        var wrong = parts.Where(part => part.State == PartState.Wrong).Select(part => part.Name).Distinct(StringComparer.Ordinal).ToList();
        screen.Line(wrong.Count == 0 ? "The webhook verifies." : $"The webhook does not verify. Wrong: {string.Join(", ", wrong)}.");
        return wrong.Count == 0 ? 0 : 1;
    }

    private static string? Mistake((string Option, string? File)[] files, string? now)
    {
        if (files.FirstOrDefault(file => file.File is null).Option is { } missing)
            return $"{missing} FILE is missing: headers, body and secret are needed (see {Name} --help).";
        if (files.FirstOrDefault(file => SecretText.IsIn(file.File!)).Option is { } exposed)
            return $"{exposed} takes the name of a file. What stands there looks like the secret itself: on a command line it can be read by others and is kept in the shell's history.";
        if (files.Count(file => file.File == StandardInput) > 1)
            return "Only one of --headers, --body and --secret can be '-': there is one standard input.";
        return now is not null && Time(now) is null ? $"--now is '{now}', but must be a time like 2026-11-22T04:00:00Z, or Unix seconds." : null;
    }

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = file == StandardInput ? Console.OpenStandardInput() : File.OpenRead(file);
        var buffer = new byte[MaxBytes + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= MaxBytes ? buffer[..length] : throw new IOException("it is longer than 1 MiB, and no webhook is");
    }

    private static DateTimeOffset? Time(string text)
    {
        if (
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        )
        {
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }

    private static string Word(PartState state) =>
        state switch
        {
            PartState.Right => "ok   ",
            PartState.Note => "note ",
            _ => "WRONG",
        };

    private static int Refuse(Terminal screen, string sentence)
    {
        screen.Fail(sentence, []);
        return BadUsage;
    }

    private static Option<string?> FileOption(string name, string description) => new(name) { Description = description, HelpName = "FILE" };
}

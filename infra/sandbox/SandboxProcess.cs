using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using PaymentHub.Sandbox.Keys;

namespace PaymentHub.Sandbox;

/// <summary>The sandbox as a process. Keys come by standard input or a file, never on the command line, where every user could read them.</summary>
internal static class SandboxProcess
{
    private const int BadUsage = 2;
    private const string Usage = """
        PaymentHub.Sandbox --settings -        settings as one line of JSON on standard input
        PaymentHub.Sandbox --settings <file>   settings as JSON in a file
        PaymentHub.Sandbox --make-keys [bits]  prints fresh credentials as one line of JSON (MPay's key: 2048 to 4096)

        It prints "Sandbox listening at <address>" and ends when standard input closes, or on SIGTERM or SIGINT.
        """;

    public static async Task<int> RunAsync(string[] args, TextReader input, TextWriter output, TextWriter errors)
    {
        switch (args)
        {
            case ["--help" or "-h"]:
                await output.WriteLineAsync(Usage);
                return 0;
            case ["--make-keys"]:
                await output.WriteLineAsync(SandboxKeys.Create().ToJson());
                return 0;
            case ["--make-keys", var bits] when int.TryParse(bits, CultureInfo.InvariantCulture, out var number) && number is >= 2048 and <= 4096 && number % 8 == 0:
                await output.WriteLineAsync(SandboxKeys.Create(number).ToJson());
                return 0;
            case ["--settings", var source]:
                return await ServeAsync(source, input, output, errors);
            default:
                await errors.WriteLineAsync(Usage);
                return BadUsage;
        }
    }

    private static async Task<int> ServeAsync(string source, TextReader input, TextWriter output, TextWriter errors)
    {
        try
        {
            var settings = source == "-" ? await input.ReadLineAsync() ?? "" : await File.ReadAllTextAsync(source);

            // Signals are ours before anybody learns that we listen.
            var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var terminate = OnSignal(PosixSignal.SIGTERM, end);
            using var interrupt = OnSignal(PosixSignal.SIGINT, end);
            await using var sandbox = await SandboxServer.StartAsync(SandboxOptions.Parse(settings));
            await output.WriteLineAsync($"Sandbox listening at {sandbox.BaseUrl}");
            await output.FlushAsync();

            // The parent holds our standard input open for as long as it lives.
            await Task.WhenAny(end.Task, Task.Run(() => ReadToEnd(input)));
            return 0;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            // The message names the place and the kind of mistake, not the values.
            await errors.WriteLineAsync($"The sandbox cannot start: {e.Message}");
            return BadUsage;
        }
    }

    private static PosixSignalRegistration OnSignal(PosixSignal signal, TaskCompletionSource end) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        end.TrySetResult();
    });

    private static void ReadToEnd(TextReader input)
    {
        while (input.ReadLine() is not null)
        {
        }
    }
}

using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using PaymentHub.Sandbox.Keys;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox;

/// <summary>The sandbox as a process. Keys come by standard input, a file or the
/// environment, never on the command line, where every user could read them.</summary>
internal static class SandboxProcess
{
    private const int BadUsage = 2;
    private const string Usage = """
        PaymentHub.Sandbox --settings -                    settings as JSON on standard input, up to its end
        PaymentHub.Sandbox --settings <file>               settings as JSON in a file
        PaymentHub.Sandbox --settings-variable <variable>  settings as JSON in an environment variable
        PaymentHub.Sandbox --make-keys [bits]              prints fresh credentials as one line of JSON (MPay's key: 2048 to 4096)

        It prints "Sandbox listening at <address>" and ends on SIGTERM or SIGINT (Ctrl+C).
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
            case ["--make-keys", var bits]
                when int.TryParse(bits, CultureInfo.InvariantCulture, out var number) && number is >= 2048 and <= 4096 && number % 8 == 0:
                await output.WriteLineAsync(SandboxKeys.Create(number).ToJson());
                return 0;
            case ["--settings", "-"]:
                return await ServeAsync(input.ReadToEndAsync, output, errors);
            case ["--settings", var file]:
                return await ServeAsync(() => File.ReadAllTextAsync(file), output, errors);
            case ["--settings-variable", var variable]:
                return await ServeAsync(() => Task.FromResult(Environment.GetEnvironmentVariable(variable) ?? ""), output, errors);
            default:
                await errors.WriteLineAsync(Usage);
                return BadUsage;
        }
    }

    private static async Task<int> ServeAsync(Func<Task<string>> read, TextWriter output, TextWriter errors)
    {
        try
        {
            var settings = await read();

            // Signals are ours before anybody learns that we listen.
            var end = new TaskCompletionSource<PosixSignal>(TaskCreationOptions.RunContinuationsAsynchronously);
            using var terminate = OnSignal(PosixSignal.SIGTERM, end);
            using var interrupt = OnSignal(PosixSignal.SIGINT, end);
            await using var sandbox = await SandboxServer.StartAsync(SandboxOptions.Parse(settings));
            await output.WriteLineAsync($"Sandbox listening at {sandbox.BaseUrl}");
            await output.FlushAsync();

            await output.WriteLineAsync($"Sandbox stopped by {await end.Task}.");
            return 0;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            // The message names the place and the kind of mistake, not the values.
            await errors.WriteLineAsync($"The sandbox cannot start: {Mistake.Of(e)}");
            return BadUsage;
        }
    }

    private static PosixSignalRegistration OnSignal(PosixSignal signal, TaskCompletionSource<PosixSignal> end) =>
        PosixSignalRegistration.Create(
            signal,
            context =>
            {
                context.Cancel = true;
                end.TrySetResult(signal);
            }
        );
}

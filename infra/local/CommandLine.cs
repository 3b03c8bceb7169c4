using System.CommandLine;
using PaymentHub.Local.Settings;
using PaymentHub.Local.Verify;

namespace PaymentHub.Local;

/// <summary>The commands and options.</summary>
internal static class CommandLine
{
    private static readonly Option<int> Port = PortOption("--port", LocalOptions.UsualPort, "Where the function app listens.");
    private static readonly Option<int> SandboxPort = PortOption("--sandbox-port", LocalOptions.UsualSandboxPort, "Where the sandbox listens.");

    public static async Task<int> RunAsync(string[] args)
    {
        var root = LocalRunCommand();
        root.Add(KeyCommands.NewKey());
        root.Add(KeyCommands.NewWebhookSecret());
        root.Add(SettingsCommand.Create(Port, SandboxPort));
        root.Add(VerifyCommand.Create());

        // Signals are LocalRun's business: ending the children takes longer than the parser would wait.
        var parsed = root.Parse(args);
        var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        // There, 1 is an answer: whoever asks in a script must be able to tell it from a misspelt option.
        return parsed.Errors.Count > 0 && parsed.CommandResult.Command.Name == VerifyCommand.Name ? VerifyCommand.BadUsage : exitCode;
    }

    private static RootCommand LocalRunCommand()
    {
        var exit = new Option<bool>("--exit") { Description = "End after the demo: with 0, or with 1 if anything was not as expected." };
        var anyPorts = new Option<bool>("--any-ports") { Description = "Listen on any free ports." };
        var logs = new Option<string?>("--logs") { Description = "The folder of the log files (default: artifacts/local)." };
        var command = new RootCommand(
            "Runs PaymentHub whole on this machine: storage emulator, the three providers as a sandbox, a demo merchant and the function app. "
            + "Plays one deposit and one withdrawal through each provider, shows what happened, and stays up until Ctrl+C.")
        {
            exit, Port, SandboxPort, anyPorts, logs,
        };
        command.SetAction(parsed =>
        {
            var any = parsed.GetValue(anyPorts);
            return Guarded.RunAsync(screen => new LocalRun(
                new LocalOptions(
                    parsed.GetValue(exit),
                    any ? Ports.Any() : parsed.GetValue(Port),
                    any ? Ports.Any() : parsed.GetValue(SandboxPort),
                    parsed.GetValue(logs)),
                Checkout.Find(),
                screen).RunAsync());
        });
        return command;
    }

    private static Option<int> PortOption(string name, int usual, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual, HelpName = "number" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 65_535)
                result.AddError($"{name} takes a port from 1 to 65535.");
        });
        return option;
    }
}

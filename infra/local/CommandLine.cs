using System.CommandLine;
using PaymentHub.Local.Screen;
using PaymentHub.Local.Settings;
using PaymentHub.Local.Verify;

namespace PaymentHub.Local;

/// <summary>The commands and options.</summary>
internal static class CommandLine
{
    private const string OwnHost = "own";
    private static readonly Option<int> Port = PortOption("--port", LocalOptions.UsualPort, "Where the function app listens.");
    private static readonly Option<int> SandboxPort = PortOption("--sandbox-port", LocalOptions.UsualSandboxPort, "Where the sandbox listens.");

    public static async Task<int> RunAsync(string[] args)
    {
        var root = LocalRunCommand();
        root.Add(KeyCommands.NewKey());
        root.Add(KeyCommands.NewWebhookSecret());
        root.Add(KeyCommands.NewMasterKey());
        root.Add(SettingsCommand.Create(Port, SandboxPort));
        root.Add(VerifyCommand.Create());

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && SecretText.IsIn(args))
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(SecretText.Hide(error.Message));
            return parsed.CommandResult.Command.Name == VerifyCommand.Name ? VerifyCommand.BadUsage : 1;
        }

        // Signals are Aspire's business: ending the parts takes longer than the parser would wait.
        var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        // There, 1 is an answer: whoever asks in a script must be able to tell it from a misspelt option.
        return parsed.Errors.Count > 0 && parsed.CommandResult.Command.Name == VerifyCommand.Name ? VerifyCommand.BadUsage : exitCode;
    }

    private static RootCommand LocalRunCommand()
    {
        var exit = new Option<bool>("--exit") { Description = "End after the demo: with 0, or with 1 if anything was not as expected." };
        var trace = new Option<bool>("--trace")
        {
            Description =
                "With --exit: print one deposit's trace as a tree, from the provider's callback to the webhook. Without --exit, the dashboard shows traces.",
        };
        var host = new Option<string>("--host")
        {
            Description =
                "What runs the function app: the project's own Functions host, or Azure Functions Core Tools ('func start'), which must be installed.",
            DefaultValueFactory = _ => OwnHost,
        };
        host.AcceptOnlyFromAmong(OwnHost, CoreTools.Name);
        var app = new Option<string?>("--app")
        {
            Description =
                "The folder of a published function app, as 'dotnet publish functions -c Release -o <folder>' makes it, to run what would be deployed.",
            HelpName = "folder",
        };
        var anyPorts = new Option<bool>("--any-ports")
        {
            Description = "Listen on any free ports. Without it, a free port is used only if no port is given and the usual one is in use.",
        };
        var logs = new Option<string?>("--logs") { Description = "The folder of the log files (default: artifacts/local)." };
        var command = new RootCommand(
            "Runs all of PaymentHub on this machine: a storage emulator, the three providers as a sandbox, a demo merchant and the function app. "
                + "Makes one deposit and one withdrawal at each provider, shows the results, and keeps running with a dashboard (.NET Aspire) until Ctrl+C."
        )
        {
            exit,
            trace,
            Port,
            SandboxPort,
            anyPorts,
            host,
            app,
            logs,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(trace) && !result.GetValue(exit))
                result.AddError("--trace goes with --exit: a run that stays up shows every trace on its dashboard.");
        });
        command.SetAction(parsed =>
            Guarded.RunAsync(screen =>
                new LocalRun(
                    new LocalOptions(
                        parsed.GetValue(exit),
                        parsed.GetValue(trace),
                        parsed.GetValue(anyPorts),
                        Given(parsed, Port),
                        Given(parsed, SandboxPort),
                        parsed.GetValue(logs),
                        parsed.GetValue(host) == CoreTools.Name
                    ),
                    Checkout.Find() with
                    {
                        App = parsed.GetValue(app),
                    },
                    screen
                ).RunAsync()
            )
        );
        return command;
    }

    private static int? Given(ParseResult parsed, Option<int> option) =>
        parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option) : null;

    private static Option<int> PortOption(string name, int usual, string description)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            DefaultValueFactory = _ => usual,
            HelpName = "number",
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 65_535)
                result.AddError($"{name} takes a port from 1 to 65535.");
        });
        return option;
    }
}

using System.CommandLine;

namespace PaymentHub.Cli;

/// <summary>All commands.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand(
            $"Operates a PaymentHub through its API. Set {HubAddress.UrlVariable} to its address and {HubAddress.OperatorKeyVariable} to your operator key; "
                + $"'orders refresh' and 'orders notify' use a merchant's key, {HubAddress.MerchantKeyVariable}.\n\n"
                + ExitCodes.Explanation
        );
        CommonOptions.AddTo(root);
        foreach (
            var command in (Command[])
                [OrderCommands.Create(), OrderCommands.CreateDeposits(), .. WorkCommands.Create(), .. DirectoryCommands.Create()]
        )
        {
            root.Add(command);
        }

        var parsed = root.Parse(args);
        try
        {
            var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            return parsed.Errors.Count > 0 ? ExitCodes.BadUsage : exitCode;
        }
        catch (CommandException e)
        {
            Screen.Tell(e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException)
        {
            Screen.Tell("Stopped. The request may have been carried out anyway.");
            return ExitCodes.Unavailable;
        }
    }

    public static Command Group(string name, string description, params Command[] commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands)
            group.Add(command);
        return group;
    }
}

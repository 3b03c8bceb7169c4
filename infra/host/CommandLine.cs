using System.CommandLine;
using FunctionsHost.Settings;

namespace FunctionsHost;

/// <summary>The options of the program.</summary>
internal static class CommandLine
{
    private const int UsualPort = 7071;

    public static Task<int> RunAsync(string[] args)
    {
        var apps = new Option<string[]>("--app")
        {
            Description = "The build output folder of an app; may be given several times.",
            Required = true,
            HelpName = "folder",
            AllowMultipleArgumentsPerToken = false,
        };
        var port = new Option<int>("--port")
        {
            Description = "Where to listen on loopback, for the first app; each further one has the next port. 0: any free ones.",
            DefaultValueFactory = _ => UsualPort,
            HelpName = "number",
        };
        port.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !(int.TryParse(result.Tokens[0].Value, out var number) && number is >= 0 and <= 65_535))
                result.AddError("--port takes a number from 0 to 65535.");
        });
        var hostId = new Option<string?>("--host-id")
        {
            Description = "Hosts of one id share timers (default: made from machine and folder).",
            HelpName = "id",
        };
        var settings = new Option<string?>("--settings")
        {
            Description = "Application settings (default: local.settings.json in the app's folder). The environment goes first.",
            HelpName = "file",
        };
        var keys = new Option<string[]>("--key")
        {
            Description = "A key: master=..., function/name=... or, for all functions, name=.... With none, nobody is asked for one.",
            HelpName = "name=value",
        };
        keys.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.IndexOf('=', StringComparison.Ordinal) is var at && (at < 1 || at == token.Value.Length - 1)))
                result.AddError("--key takes name=value.");
        });
        var command = new RootCommand(
            "Runs Functions apps (isolated .NET workers) on this machine, where Core Tools is not installed. Storage has to run beside it, such as Azurite."
        )
        {
            apps,
            port,
            hostId,
            settings,
            keys,
        };
        command.SetAction(
            (parsed, _) =>
                new HostRun(
                    parsed
                        .GetValue(apps)!
                        .Select(
                            (folder, number) =>
                                Options(
                                    folder,
                                    parsed.GetValue(port) is var first && first == 0 ? 0 : first + number,
                                    parsed.GetValue(hostId) is { } id && number > 0 ? $"{id}-{number + 1}" : parsed.GetValue(hostId),
                                    parsed.GetValue(settings),
                                    parsed.GetValue(keys) ?? []
                                )
                        )
                ).RunAsync()
        );

        // Signals are HostRun's business: draining takes longer than the parser would wait.
        return command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static Func<FunctionsHostOptions> Options(string folder, int port, string? hostId, string? settings, string[] keys) =>
        () =>
        {
            var file = settings ?? Path.Combine(folder, LocalSettings.FileName);
            if (settings is not null && !File.Exists(file))
                throw new HostException($"{file} is not there.");
            return new FunctionsHostOptions(folder)
            {
                Port = port,
                HostId = hostId,
                Settings = File.Exists(file) ? LocalSettings.Read(file) : new Dictionary<string, string>(),
                Keys = keys.Select(key => key.Split('=', 2)).ToDictionary(key => key[0], key => key[1], StringComparer.OrdinalIgnoreCase),
            };
        };
}

using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PaymentHub.Local.Screen;
using PaymentHub.Sandbox.Keys;

namespace PaymentHub.Local.Settings;

/// <summary>Prints settings for whoever starts the parts by hand, and writes the sandbox's that match.</summary>
internal static class SettingsCommand
{
    // Keys are base64, whose '+' stays readable.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(Option<int> port, Option<int> sandboxPort)
    {
        var file = new Option<string?>("--sandbox-file")
        {
            Description = "Where to write the sandbox's settings (default: artifacts/local/sandbox.settings.json).",
        };
        var command = new Command(
            "settings",
            "Prints a complete local.settings.json with new keys, and writes the matching settings of the sandbox, to start both by hand."
        )
        {
            port,
            sandboxPort,
            file,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                Guarded.RunAsync(async _ =>
                {
                    var checkout = Checkout.Find();
                    var places = Places.At(parsed.GetValue(port), parsed.GetValue(sandboxPort), "UseDevelopmentStorage=true");
                    var sandboxFile = parsed.GetValue(file) ?? Path.Combine(checkout.Logs, "sandbox.settings.json");
                    await RunAsync(checkout, places, sandboxFile, cancellationToken);
                    return 0;
                })
        );
        return command;
    }

    private static async Task RunAsync(Checkout checkout, Places places, string sandboxFile, CancellationToken cancellationToken)
    {
        var credentials = DemoCredentials.Create(SandboxKeys.Create().ToJson());
        var settings = FunctionSettings.Compose(await File.ReadAllTextAsync(checkout.ExampleSettings, cancellationToken), credentials, places);
        await WriteAsync(sandboxFile, SandboxSettings.Compose(credentials, places), cancellationToken);

        // Standard output is the file's text and nothing else.
        Console.Out.WriteLine(settings.ToJsonString(Indented));
        await Console.Error.WriteLineAsync(
            $"""

            Keep the text above as local.settings.json in {checkout.Root}, then start each of these in a terminal of its own:
              node infra/node/azurite.mjs --inMemoryPersistence --skipApiVersionCheck --disableTelemetry
              dotnet run --project infra/sandbox -- --settings {sandboxFile}
              dotnet run --project infra/host -- --app {Path.GetDirectoryName(checkout.Hub)} --port {new Uri(
                places.Hub
            ).Port} --settings local.settings.json
            The merchant's API key: {credentials.Key.Text}
            An approver's key: {credentials.ApproverKey.Text}
            The operator's key: {credentials.OperatorKey.Text}
            """
        );
    }

    private static async Task WriteAsync(string path, JsonObject settings, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            await File.WriteAllTextAsync(path, settings.ToJsonString(Indented) + Environment.NewLine, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LocalRunException($"{path} cannot be written ({FileProblem.Of(e)}): choose another file with --sandbox-file.");
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace PaymentHub.Tests.Support;

/// <summary>Where an emulator keeps its data and listens.</summary>
/// <param name="Folder">The folder that keeps the data over a restart; null keeps everything in memory.</param>
/// <param name="BlobPort">The port, or 0 for any free one.</param>
/// <param name="QueuePort">The port, or 0 for any free one.</param>
/// <param name="TablePort">The port, or 0 for any free one.</param>
/// <param name="Accounts">The names of its storage accounts, each a world of its own; null for the usual one.</param>
public sealed record AzuriteOptions(
    string? Folder = null,
    int BlobPort = 0,
    int QueuePort = 0,
    int TablePort = 0,
    IReadOnlyList<string>? Accounts = null
);

/// <summary>The storage emulator as a child process. It ends with its parent, and when disposed.</summary>
public sealed partial class Azurite : IAsyncDisposable
{
    /// <summary>The account name that every storage emulator has.</summary>
    public const string AccountName = "devstoreaccount1";

    /// <summary>The published key of that account: a fixed text of the emulator, not a secret.</summary>
    public const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    // The key of every other account. Short, for a process takes only so much environment, and no secret either: all is on loopback.
    private const string OtherAccountKey = "bG9jYWw=";

    // Blob, Queue and Table.
    private const int Services = 3;
    private const string Counted = "Counted ";

    private static readonly TimeSpan TimeToListen = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;
    private readonly IReadOnlyDictionary<string, int> _ports;
    private readonly Channel<string> _counted;

    private Azurite(ChildProcess process, IReadOnlyDictionary<string, int> ports, Channel<string> counted)
    {
        _process = process;
        _ports = ports;
        _counted = counted;
    }

    /// <summary>What the storage SDKs take as a connection string.</summary>
    public string ConnectionString => ConnectionStringOf(AccountName);

    /// <summary>What the storage SDKs take as a connection string for one of its accounts.</summary>
    public string ConnectionStringOf(string account)
    {
        string Address(string service) => $"{service}Endpoint=http://127.0.0.1:{Text(_ports[service])}/{account};";
        return $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={KeyOf(account)};{Address("Blob")}{Address("Queue")}{Address("Table")}";
    }

    /// <summary>The ports it listens on, to start another at the same place.</summary>
    public AzuriteOptions Ports => new(null, _ports["Blob"], _ports["Queue"], _ports["Table"]);

    /// <summary>Starts the emulator and returns when it listens.</summary>
    /// <param name="tools">The folder of azurite.mjs, with its packages installed.</param>
    /// <exception cref="InvalidOperationException">It ended or did not listen in time; the message holds what it printed.</exception>
    public static async Task<Azurite> StartAsync(string tools, AzuriteOptions options, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            "node",
            [
                Path.Combine(tools, "azurite.mjs"),
                "--silent",
                "--disableTelemetry",
                "--skipApiVersionCheck",
                "--blobPort",
                Text(options.BlobPort),
                "--queuePort",
                Text(options.QueuePort),
                "--tablePort",
                Text(options.TablePort),
                .. options.Folder is null ? (string[])["--inMemoryPersistence"] : ["--location", options.Folder],
            ]
        );
        if (options.Accounts is { } accounts)
            start.Environment["AZURITE_ACCOUNTS"] = string.Join(';', accounts.Select(account => $"{account}:{KeyOf(account)}"));

        var ports = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var counted = Channel.CreateUnbounded<string>();
        var process = ChildProcess.Start(
            start,
            line =>
            {
                if (line.StartsWith(Counted, StringComparison.Ordinal))
                    counted.Writer.TryWrite(line[Counted.Length..]);
                if (Listening().Match(line) is { Success: true } match)
                    ports[match.Groups["service"].Value] = int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture);
                if (ports.Count == Services)
                    listening.TrySetResult();
            }
        );
        try
        {
            if (await Task.WhenAny(listening.Task, process.Ended).WaitAsync(TimeToListen, cancellationToken) == listening.Task)
                return new Azurite(process, ports, counted);
        }
        catch (TimeoutException)
        {
            // Told below, with what it printed.
        }
        catch (OperationCanceledException)
        {
            await process.DisposeAsync();
            throw;
        }

        var why = process.Ended.IsCompleted ? "ended" : $"did not listen within {TimeToListen.TotalSeconds:0} seconds";
        await process.DisposeAsync();
        throw new InvalidOperationException($"Azurite {why}: {string.Join(" / ", process.LastLines)}");
    }

    /// <summary>What was asked of it since this was asked last, as JSON: calls and bytes of each kind.</summary>
    public async Task<string> CountAsync(CancellationToken cancellationToken)
    {
        await _process.WriteLineAsync("count", cancellationToken);
        return await _counted.Reader.ReadAsync(cancellationToken);
    }

    /// <summary>Completes when the process has ended.</summary>
    public Task EndedAsync(CancellationToken cancellationToken) => _process.Ended.WaitAsync(cancellationToken);

    /// <summary>Ends the process and waits until it is gone. It saves its data first, if it can do so soon.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string KeyOf(string account) => account == AccountName ? AccountKey : OtherAccountKey;

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^Azurite (?<service>Blob|Queue|Table) service is successfully listening at \S+:(?<port>\d+)$")]
    private static partial Regex Listening();
}

using System.Diagnostics;

namespace PaymentHub.Tests.Support;

/// <summary>
/// A process of ours. We hold its standard input open for as long as we live: it ends when that closes, so it ends with us,
/// however we end.
/// </summary>
/// <remarks>
/// Its streams are read, not subscribed to: <see cref="Process"/> raises its events under a lock of its own, and a handler that
/// takes a lock and asks the process for anything stands still for ever with the one that tells of the end.
/// </remarks>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int KeptLines = 25;
    private const string StackFrame = "   at ";
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(8);

    private readonly Process _process;
    private readonly Action<string> _read;
    private readonly Queue<string> _last = new();
    private int _disposed;

    private ChildProcess(Process process, Action<string> read)
    {
        _process = process;
        _read = read;
        Ended = EndAsync();
    }

    /// <summary>Completes with the exit code, after its last line.</summary>
    public Task<int> Ended { get; }

    /// <summary>Its last lines, without those of stack traces.</summary>
    public IReadOnlyList<string> LastLines
    {
        get
        {
            lock (_last)
                return [.. _last];
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="start">What to start; the streams are set here.</param>
    /// <param name="read">Takes each line that it prints, on either stream.</param>
    public static ChildProcess Start(ProcessStartInfo start, Action<string> read)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return new ChildProcess(Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start."), read);
    }

    /// <summary>Writes a line to its standard input, and leaves that open.</summary>
    public async Task WriteLineAsync(string line, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
    }

    /// <summary>Closes its standard input and waits until it is gone; kills it when it does not go.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;

        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // What was written last could not be delivered: it is gone already.
        }

        try
        {
            await _process.WaitForExitAsync().WaitAsync(Grace);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            await GoneAsync();
        }

        // Its last lines, if nobody else holds its streams open.
        await Task.WhenAny(Ended, Task.Delay(Grace));
        _process.Dispose();
    }

    // A process that even this does not end hangs in the kernel; waiting for it longer would only hang us, too.
    private async Task GoneAsync()
    {
        using var patience = new CancellationTokenSource(Grace);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"Process {_process.Id} was killed and is still there.");
        }
    }

    private async Task<int> EndAsync()
    {
        await Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    private async Task ReadAsync(StreamReader lines)
    {
        while (await lines.ReadLineAsync() is { } line)
        {
            _read(line);
            var telling = WithoutStackTrace(line);
            if (telling.Length == 0)
                continue;
            lock (_last)
            {
                _last.Enqueue(telling);
                if (_last.Count > KeptLines)
                    _last.Dequeue();
            }
        }
    }

    // A logger that writes an entry in one line puts the frames behind the message.
    private static string WithoutStackTrace(string line)
    {
        var frames = line.IndexOf(StackFrame, StringComparison.Ordinal);
        return (frames < 0 ? line : line[..frames]).TrimEnd();
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PaymentHub.Tests.Support;

/// <summary>A way to tables that can be shut: what is written to them then waits on its way. For an app in another process.</summary>
internal sealed class StorageGate : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Uri _tables;
    private readonly Task _accepting;
    private volatile TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    private StorageGate(string storage)
    {
        _open.SetResult();
        var parts = storage.Split(';');
        var tables = parts.Single(part => part.StartsWith("TableEndpoint=", StringComparison.Ordinal));
        _tables = new Uri(tables["TableEndpoint=".Length..]);
        _listener.Start();
        var gate = new UriBuilder(_tables) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port };
        Storage = storage.Replace(tables, $"TableEndpoint={gate.Uri}", StringComparison.Ordinal);
        _accepting = AcceptAsync();
    }

    /// <summary>The connection string that leads through the gate.</summary>
    public string Storage { get; }

    /// <summary>How many writes wait.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public static async Task<StorageGate> StartAsync() => new(await SharedAzurite.TakeAccountAsync());

    public void Shut() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _open.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Open();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ConnectAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ConnectAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(_tables.Host, _tables.Port, _end.Token);
            await Task.WhenAny(CopyAsync(near.GetStream(), far.GetStream(), true), CopyAsync(far.GetStream(), near.GetStream(), false));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Either side has ended it, or the test.
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, bool isGated)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, _end.Token) is > 0 and var read)
            {
                if (isGated && Encoding.ASCII.GetString(buffer, 0, read).Contains("$batch", StringComparison.Ordinal))
                    await PassAsync();
                await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // As above.
        }
    }

    private async Task PassAsync()
    {
        Interlocked.Increment(ref _waiting);
        await _open.Task;
        Interlocked.Decrement(ref _waiting);
    }
}

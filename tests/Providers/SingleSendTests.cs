using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using PaymentHub.Providers;
using PaymentHub.Providers.UsdtGateway;
using PaymentHub.Tests.Providers.UsdtGateway;

namespace PaymentHub.Tests.Providers;

/// <summary>
/// A withdrawal goes out once, on real sockets: neither our own repetitions nor those that .NET's handler makes by itself send it again.
/// The gateway stands for all: every provider sends through the same client.
/// </summary>
public sealed class SingleSendTests : IDisposable
{
    private const string Taken = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"code\":8001}";

    private readonly ProviderBench _bench = new("usdt_gateway", UsdtGatewayServices.AddUsdtGateway, UsdtGatewayBench.Settings(), realNetwork: true);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private int _connections;
    private int _requests;

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _bench.Dispose();
        _end.Dispose();
    }

    [Fact]
    public async Task A_provider_that_reads_and_hangs_up_has_read_it_once()
    {
        var account = Serve(async stream => await ReadRequestAsync(stream));

        Assert.IsType<SubmissionResult.Unknown>(await account.SubmitAsync(Withdrawals.Gateway));
        Assert.Equal((1, 1), (_connections, _requests));
    }

    [Fact]
    public async Task A_provider_that_hangs_up_at_once_is_not_called_again()
    {
        var account = Serve(_ => Task.CompletedTask);

        Assert.IsType<SubmissionResult.Unknown>(await account.SubmitAsync(Withdrawals.Gateway));
        Assert.Equal((1, 0), (_connections, _requests));
    }

    [Fact]
    public async Task A_kept_connection_is_not_used_for_another_withdrawal()
    {
        // It stays open after the answer, and breaks when a second request comes on it.
        var account = Serve(async stream =>
        {
            await ReadRequestAsync(stream);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Taken), _end.Token);
            await ReadRequestAsync(stream);
        });

        Assert.IsType<SubmissionResult.Accepted>(await account.SubmitAsync(Withdrawals.Gateway));
        Assert.IsType<SubmissionResult.Accepted>(await account.SubmitAsync(Withdrawals.Gateway));
        Assert.Equal((2, 2), (_connections, _requests));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_leaves_everything_open()
    {
        var account = Serve(async stream =>
        {
            await ReadRequestAsync(stream);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Taken[..^4]), _end.Token);
        });

        Assert.IsType<SubmissionResult.Unknown>(await account.SubmitAsync(Withdrawals.Gateway));
        Assert.Equal((1, 1), (_connections, _requests));
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_not_asked_again()
    {
        var account = Serve(
            async stream =>
            {
                await ReadRequestAsync(stream);
                await Task.Delay(Timeout.InfiniteTimeSpan, _end.Token);
            },
            ("RequestTimeout", "00:00:00.5")
        );

        Assert.Equal(new SubmissionResult.Unknown("No answer within 0.5 s."), await account.SubmitAsync(Withdrawals.Gateway));
        Assert.Equal((1, 1), (_connections, _requests));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_is_compressed_unasked_or_marked_is_read_all_the_same(bool broken)
    {
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            await gzip.WriteAsync((byte[])[0xEF, 0xBB, 0xBF, .. "{\"code\":8001}"u8]);
        var body = broken ? "{\"code\":8001}"u8.ToArray() : compressed.ToArray();
        var account = Serve(async stream =>
        {
            await ReadRequestAsync(stream);
            await stream.WriteAsync(
                (byte[])[.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {body.Length}\r\n\r\n"), .. body],
                _end.Token
            );
        });

        var result = await account.SubmitAsync(Withdrawals.Gateway);

        Assert.Equal(broken, result is SubmissionResult.Unknown);
        Assert.Equal(!broken, result is SubmissionResult.Accepted);
    }

    [Fact]
    public async Task A_small_answer_that_unpacks_to_a_huge_one_is_none()
    {
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            await gzip.WriteAsync((byte[])[.. "{\"code\":8001,\"x\":\""u8, .. Enumerable.Repeat((byte)'x', 4 * 1024 * 1024), .. "\"}"u8]);
        var account = Serve(async stream =>
        {
            await ReadRequestAsync(stream);
            await stream.WriteAsync(
                (byte[])
                    [
                        .. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {compressed.Length}\r\n\r\n"),
                        .. compressed.ToArray(),
                    ],
                _end.Token
            );
        });

        Assert.IsType<SubmissionResult.Unknown>(await account.SubmitAsync(Withdrawals.Gateway));
    }

    private ProviderAccount Serve(Func<NetworkStream, Task> serve, params (string, string)[] settings)
    {
        _listener.Start();
        _ = AcceptAsync(serve);
        return _bench.Open($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}", settings);
    }

    private async Task AcceptAsync(Func<NetworkStream, Task> serve)
    {
        while (!_end.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_end.Token);
            Interlocked.Increment(ref _connections);
            _ = ServeAsync(client, serve);
        }
    }

    private static async Task ServeAsync(TcpClient client, Func<NetworkStream, Task> serve)
    {
        using (client)
        {
            await using var stream = client.GetStream();
            await serve(stream);
        }
    }

    // Its end is the end of the JSON: two closing braces after the last field.
    private async Task ReadRequestAsync(NetworkStream stream)
    {
        var (text, buffer) = (new StringBuilder(), new byte[4096]);
        while (!text.ToString().EndsWith("}}", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, _end.Token);
            if (read == 0)
                return;
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        Interlocked.Increment(ref _requests);
    }
}

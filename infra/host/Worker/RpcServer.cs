using System.Collections.Concurrent;
using System.Net;
using FunctionsHost.Logs;
using FunctionsHost.Worker.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FunctionsHost.Worker;

/// <summary>Takes the streams of workers, on a loopback port of its own.</summary>
internal sealed class RpcServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, WorkerChannel> _expected;

    private RpcServer(WebApplication server, ConcurrentDictionary<string, WorkerChannel> expected)
    {
        _server = server;
        _expected = expected;
        Address = new Uri(server.Urls.Single() + "/");
    }

    public Uri Address { get; }

    public static async Task<RpcServer> StartAsync(HostLogs logs)
    {
        var expected = new ConcurrentDictionary<string, WorkerChannel>(StringComparer.Ordinal);
        // Empty: nothing of this server comes from the environment, which is the app's.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder
            .Services.AddSingleton<IHostLifetime, NoSignals>()
            .AddSingleton(logs.Servers)
            .AddSingleton(expected)
            .AddRouting()
            .AddGrpc(grpc =>
            {
                grpc.MaxReceiveMessageSize = int.MaxValue;
                grpc.MaxSendMessageSize = int.MaxValue;
            });
        var server = builder.Build();
        server.MapGrpcService<Service>();
        await server.StartAsync();
        return new RpcServer(server, expected);
    }

    /// <summary>Lets the worker of this channel come in.</summary>
    public void Expect(WorkerChannel channel) => _expected[channel.WorkerId] = channel;

    /// <summary>Ends the streams that are still there.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _server.StopAsync(now.Token);
        await _server.DisposeAsync();
    }

    private sealed class Service(ConcurrentDictionary<string, WorkerChannel> expected) : FunctionRpc.FunctionRpcBase
    {
        // A stream that begins with anything else, or with a worker that nobody has started, ends here.
        public override async Task EventStream(
            IAsyncStreamReader<StreamingMessage> requestStream,
            IServerStreamWriter<StreamingMessage> responseStream,
            ServerCallContext context
        )
        {
            if (
                await requestStream.MoveNext(context.CancellationToken)
                && requestStream.Current.ContentCase == StreamingMessage.ContentOneofCase.StartStream
                && expected.TryRemove(requestStream.Current.StartStream.WorkerId, out var channel)
            )
            {
                await channel.RunAsync(requestStream, responseStream, context.CancellationToken);
            }
        }
    }
}

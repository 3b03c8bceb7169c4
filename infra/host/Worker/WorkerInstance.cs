using System.Net;
using System.Net.Sockets;
using FunctionsHost.Settings;
using FunctionsHost.Worker.Rpc;

namespace FunctionsHost.Worker;

/// <summary>A worker process that has said hello, and its channel.</summary>
internal sealed class WorkerInstance : IAsyncDisposable
{
    // Of a process that starts on a busy machine; the real host gives 60 s to the first message and 10 s to the second.
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private const int ConnectAttempts = 10;

    private readonly WorkerProcess _process;
    private readonly WorkerChannel _channel;

    private WorkerInstance(WorkerProcess process, WorkerChannel channel)
    {
        _process = process;
        _channel = channel;
        Requests = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                ActivityHeadersPropagator = null,
                ConnectCallback = ConnectAsync,
            }
        );
    }

    public int ProcessId => _process.Id;

    /// <summary>Completes with the process's exit code.</summary>
    public Task<int> Exited => _process.Exited;

    /// <summary>What it wrote last to standard error.</summary>
    public string LastErrors => _process.LastErrors;

    /// <summary>Whether nobody is there any more to take an invocation.</summary>
    public bool IsGone => IsReplaced || _channel.Gone.IsCompleted;

    /// <summary>The host itself had this worker end, and wants another.</summary>
    public bool IsReplaced { get; private set; }

    /// <summary>Where its web server is; null when it has no HTTP functions.</summary>
    public string? HttpUri { get; private set; }

    /// <summary>Sends requests there.</summary>
    public HttpMessageInvoker Requests { get; }

    /// <summary>Starts one and returns when it is ready to load functions.</summary>
    /// <param name="start">Starts the process that reports on the channel.</param>
    /// <exception cref="HostException">It did not come so far; the message has its own words.</exception>
    public static async Task<WorkerInstance> StartAsync(AppFolder app, WorkerChannel channel, Func<WorkerProcess> start)
    {
        var worker = new WorkerInstance(start(), channel);
        _ = worker.CloseAsync();
        try
        {
            await worker.StepAsync(channel.Started, "come in");
            var initialized = await worker.StepAsync(
                channel.InitializeAsync(
                    new WorkerInitRequest
                    {
                        HostVersion = HostVersion,
                        Capabilities = { ["MultiStream"] = "10" },
                        WorkerDirectory = app.Folder,
                        FunctionAppDirectory = app.Folder,
                    }
                ),
                "introduce itself"
            );
            Demand(initialized.Result, "The worker could not be initialized");
            worker.HttpUri = initialized.Capabilities.TryGetValue("HttpUri", out var uri) ? uri : null;
            return worker;
        }
        catch
        {
            worker.Kill();
            await worker.DisposeAsync();
            throw;
        }
    }

    // What the worker may go by: the version of the real host whose protocol this is.
    private const string HostVersion = "4.1037.0.0";

    /// <exception cref="HostException">It cannot tell them.</exception>
    public async Task<IReadOnlyList<RpcFunctionMetadata>> FunctionsAsync(AppFolder app)
    {
        var answer = await StepAsync(_channel.FunctionsAsync(app.Folder), "tell its functions");
        Demand(answer.Result, "The worker could not tell its functions");
        return [.. answer.FunctionMetadataResults];
    }

    /// <exception cref="HostException">It cannot load one of them.</exception>
    public async Task LoadAsync(IReadOnlyList<FunctionDefinition> functions)
    {
        var answers = await StepAsync(Task.WhenAll(functions.Select(function => _channel.LoadAsync(function.Metadata))), "load its functions");
        foreach (var (function, answer) in functions.Zip(answers))
            Demand(answer.Result, $"The worker could not load the function {function.Name}");
    }

    public Task<InvocationResponse> InvokeAsync(FunctionDefinition function, InvocationRequest request, CancellationToken cancellationToken) =>
        _channel.InvokeAsync(request, function.Name, cancellationToken);

    /// <summary>Ends it at once.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Ends it at once because another shall take its place.</summary>
    public void Replace()
    {
        IsReplaced = true;
        Kill();
    }

    /// <summary>Asks it to end, waits a while, and kills it if need be.</summary>
    public async ValueTask DisposeAsync()
    {
        _channel.Terminate(Grace);
        if (await Task.WhenAny(Exited, Task.Delay(Grace)) != Exited)
            Kill();
        await Exited;
        Requests.Dispose();
        _process.Dispose();
    }

    private async Task CloseAsync()
    {
        await Exited;
        _channel.Close();
    }

    private async Task<T> StepAsync<T>(Task<T> step, string what)
    {
        await StepAsync((Task)step, what);
        return await step;
    }

    private async Task StepAsync(Task step, string what)
    {
        try
        {
            await Task.WhenAny(step, Exited).WaitAsync(StepLimit);
            if (Exited.IsCompleted || step.IsFaulted)
            {
                throw new HostException(
                    $"The worker ended with exit code {await Exited.WaitAsync(StepLimit)} before it was ready. It said:{Environment.NewLine}{_process.LastErrors}"
                );
            }
        }
        catch (TimeoutException e)
        {
            throw new HostException(
                $"The worker did not {what} within {StepLimit.TotalSeconds:0} seconds. It said:{Environment.NewLine}{_process.LastErrors}",
                e
            );
        }
    }

    private static void Demand(StatusResult? result, string failure)
    {
        if (result?.Status != StatusResult.Types.Status.Success)
            throw new HostException($"{failure}: {result?.Exception?.Message ?? "it gave no reason."}");
    }

    // Its web server may come up a little later than its channel.
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(50);
        for (var attempt = 1; ; attempt++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (attempt < ConnectAttempts && !IsGone)
            {
                socket.Dispose();
                await Task.Delay(pause, cancellationToken);
                pause = TimeSpan.FromMilliseconds(Math.Min(250, pause.TotalMilliseconds * 2));
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}

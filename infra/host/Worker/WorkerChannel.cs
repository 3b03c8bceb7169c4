using System.Collections.Concurrent;
using System.Threading.Channels;
using FunctionsHost.Worker.Rpc;
using Grpc.Core;
using Content = FunctionsHost.Worker.Rpc.StreamingMessage.ContentOneofCase;

namespace FunctionsHost.Worker;

/// <summary>The talk with one worker, from its first message to the end of its stream.</summary>
internal sealed class WorkerChannel(string workerId, WorkerLog log)
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>(
        new UnboundedChannelOptions { SingleReader = true }
    );
    private readonly Answer<StartStream> _started = new();
    private readonly Answer<WorkerInitResponse> _initialized = new();
    private readonly Answer<FunctionMetadataResponse> _functions = new();
    private readonly ConcurrentDictionary<string, Answer<FunctionLoadResponse>> _loads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Answer<InvocationResponse>> _invocations = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string WorkerId => workerId;

    /// <summary>Completes when the worker has come in.</summary>
    public Task Started => _started.Task;

    /// <summary>Completes when nobody is there any more.</summary>
    public Task Gone => _gone.Task;

    public Task<WorkerInitResponse> InitializeAsync(WorkerInitRequest request)
    {
        Send(new StreamingMessage { WorkerInitRequest = request });
        return _initialized.Task;
    }

    public Task<FunctionMetadataResponse> FunctionsAsync(string folder)
    {
        Send(new StreamingMessage { FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = folder } });
        return _functions.Task;
    }

    public Task<FunctionLoadResponse> LoadAsync(RpcFunctionMetadata function)
    {
        var answer = _loads.GetOrAdd(function.FunctionId, _ => new Answer<FunctionLoadResponse>());
        Send(
            new StreamingMessage
            {
                FunctionLoadRequest = new FunctionLoadRequest { FunctionId = function.FunctionId, Metadata = function },
            }
        );
        return answer.Task;
    }

    /// <summary>Has a function run. Cancelling asks the function to stop; it is still waited for.</summary>
    /// <exception cref="WorkerGoneException">The worker went before it answered.</exception>
    public async Task<InvocationResponse> InvokeAsync(InvocationRequest request, string functionName, CancellationToken cancellationToken)
    {
        var answer = new Answer<InvocationResponse>();
        _invocations[request.InvocationId] = answer;
        log.Begin(request.InvocationId, functionName);
        try
        {
            // The worker's end may have come between: who adds after it has to look again.
            if (Gone.IsCompleted)
                throw new WorkerGoneException();
            Send(new StreamingMessage { InvocationRequest = request });
            await using (
                cancellationToken.Register(() =>
                    Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = request.InvocationId } })
                )
            )
            {
                return await answer.Task;
            }
        }
        finally
        {
            _invocations.TryRemove(request.InvocationId, out _);
            log.End(request.InvocationId);
        }
    }

    /// <summary>Asks the worker to end.</summary>
    public void Terminate(TimeSpan grace) =>
        Send(
            new StreamingMessage
            {
                WorkerTerminate = new WorkerTerminate { GracePeriod = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(grace) },
            }
        );

    /// <summary>The worker is no more: whoever waits for it is told.</summary>
    public void Close()
    {
        _gone.TrySetResult();
        _outgoing.Writer.TryComplete();
        _started.Fail();
        _initialized.Fail();
        _functions.Fail();
        foreach (var load in _loads.Values)
            load.Fail();
        foreach (var invocation in _invocations.Values)
            invocation.Fail();
    }

    /// <summary>Speaks until the worker's stream ends.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<StreamingMessage> incoming,
        IServerStreamWriter<StreamingMessage> outgoing,
        CancellationToken cancellationToken
    )
    {
        _started.Set(incoming.Current.StartStream);
        var writing = WriteAsync(outgoing, cancellationToken);
        try
        {
            while (await incoming.MoveNext(cancellationToken))
                Take(incoming.Current);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException or Grpc.Core.RpcException)
        {
            // A worker that was killed does not say goodbye.
        }

        Close();
        await writing;
    }

    private void Send(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    // The stream takes one message at a time.
    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
                await outgoing.WriteAsync(message, cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException or Grpc.Core.RpcException)
        {
            Close();
        }
    }

    private void Take(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case Content.RpcLog:
                log.Write(message.RpcLog);
                break;
            case Content.InvocationResponse when _invocations.TryGetValue(message.InvocationResponse.InvocationId, out var invocation):
                invocation.Set(message.InvocationResponse);
                break;
            case Content.FunctionLoadResponse when _loads.TryGetValue(message.FunctionLoadResponse.FunctionId, out var load):
                load.Set(message.FunctionLoadResponse);
                break;
            case Content.WorkerInitResponse:
                _initialized.Set(message.WorkerInitResponse);
                break;
            case Content.FunctionMetadataResponse:
                _functions.Set(message.FunctionMetadataResponse);
                break;
            default:
                // Empty messages answer a cancellation and the wish to end.
                break;
        }
    }

    private sealed class Answer<T>
    {
        private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Task => _source.Task;

        public void Set(T value) => _source.TrySetResult(value);

        public void Fail()
        {
            _source.TrySetException(new WorkerGoneException());
            // Perhaps nobody waits for it.
            _ = _source.Task.Exception;
        }
    }
}

/// <summary>The worker ended while something was asked of it.</summary>
internal sealed class WorkerGoneException() : Exception("The worker process ended.");

using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Storage;

namespace PaymentHub.Tests.Support;

/// <summary>How one call to storage fails, once, with all the SDK's tries.</summary>
internal enum CallFault
{
    /// <summary>It is made, and answered 409, as a write that met itself is when its first answer was lost.</summary>
    Conflict,

    /// <summary>It is made, and answered 412, likewise.</summary>
    Outdate,

    /// <summary>It is not made, and answered 503.</summary>
    Refuse,

    /// <summary>It is not made, and nothing is heard in time.</summary>
    TimeOut,

    /// <summary>It is made, and answered 500.</summary>
    Fail,
}

/// <summary>One call of a road: by whom, what, and which of these. So it is found again, whatever runs beside it.</summary>
internal sealed record CallPlace(string Function, string Call, int Which)
{
    private static readonly HashSet<(string, CallFault)> MeetsItself =
    [
        ("add", CallFault.Conflict),
        ("update", CallFault.Outdate),
        ("transaction", CallFault.Conflict),
        ("transaction", CallFault.Outdate),
    ];

    /// <summary>What can become of it. A row that is added meets itself as one that is there, a row that is changed as another one.</summary>
    public IReadOnlyList<CallFault> Faults =>
        [
            .. Enum.GetValues<CallFault>()
                .Where(fault => fault is not (CallFault.Conflict or CallFault.Outdate) || MeetsItself.Contains((Verb, fault))),
        ];

    private string Verb => Call[(Call.IndexOf(": ", StringComparison.Ordinal) + 2)..];

    public override string ToString() => $"{Function}, {Call} {Which}";
}

/// <summary>Sees each call of the app's functions to storage once, before the SDK's tries, and has one of them fail.</summary>
internal sealed class FaultProbe : HttpPipelinePolicy
{
    private const string Intake = "before the function";

    private readonly Lock _gate = new();
    private readonly HashSet<CallPlace> _places = [];
    private Func<string, bool> _counts = _ => false;
    private CallPlace? _place;
    private CallFault _fault;

    /// <summary>The calls since <see cref="Start"/>, in the order of the functions and their calls.</summary>
    public IReadOnlyList<CallPlace> Places
    {
        get
        {
            lock (_gate)
                return [.. _places.OrderBy(place => place.ToString(), StringComparer.Ordinal)];
        }
    }

    /// <summary>Whether the call has come that was to fail.</summary>
    public bool HasStruck
    {
        get
        {
            lock (_gate)
                return _place is not null && _places.Contains(_place);
        }
    }

    public void AddTo(IServiceCollection services) => services.AddSingleton(new StoragePolicy(this, HttpPipelinePosition.PerCall));

    /// <summary>Counts anew.</summary>
    /// <param name="counts">Which functions' calls count.</param>
    /// <param name="place">The call that fails; null: none.</param>
    public void Start(Func<string, bool> counts, CallPlace? place, CallFault fault)
    {
        lock (_gate)
        {
            _places.Clear();
            (_counts, _place, _fault) = (counts, place, fault);
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Everything here is asynchronous.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var fault = Judge(message);
        if (fault == CallFault.TimeOut)
        {
            // What the SDK throws when its last try has failed like the others.
            throw new AggregateException("Retry failed after 4 tries (as planned).", new IOException("Nothing was heard in time (as planned)."));
        }

        if (fault != CallFault.Refuse)
            await ProcessNextAsync(message, pipeline);
        if (fault is null)
            return;
        if (fault != CallFault.Refuse)
            message.Response.Dispose();
        message.Response = new PlannedResponse(
            fault switch
            {
                CallFault.Conflict => 409,
                CallFault.Outdate => 412,
                CallFault.Refuse => 503,
                _ => 500,
            },
            message.Request.ClientRequestId
        );
    }

    private CallFault? Judge(HttpMessage message)
    {
        if (StorageProbe.Name(message) is not { } name)
            return null;
        // Callbacks are taken in before their function is called. What else runs on nobody's behalf is the app's own, or who looks on.
        if ((RunningFunction.Name ?? (name.Contains("callbacks: ", StringComparison.Ordinal) ? Intake : null)) is not { } function)
            return null;
        lock (_gate)
        {
            if (!_counts(function))
                return null;
            var place = new CallPlace(function, name, 1 + _places.Count(one => (one.Function, one.Call) == (function, name)));
            _places.Add(place);
            return place == _place ? _fault : null;
        }
    }

    /// <summary>An answer of storage that says a status and nothing else.</summary>
    private sealed class PlannedResponse(int status, string clientRequestId) : Response
    {
        public override int Status => status;

        public override string ReasonPhrase => "As planned";

        public override bool IsError => true;

        public override Stream? ContentStream { get; set; } = new MemoryStream();

        public override string ClientRequestId { get; set; } = clientRequestId;

        public override void Dispose() => ContentStream?.Dispose();

        protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
        {
            value = null;
            return false;
        }

        protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
        {
            values = null;
            return false;
        }

        protected override bool ContainsHeader(string name) => false;

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => [];
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Benchmarks;

/// <summary>One deposit's way: when its callback was sent and acknowledged, and when the webhook about it came. Timestamps of a stopwatch.</summary>
internal sealed class Sample
{
    public long Sent { get; set; }

    public long Accepted { get; set; }

    public long Arrived { get; set; }

    public double AcceptMilliseconds => Stopwatch.GetElapsedTime(Sent, Accepted).TotalMilliseconds;

    public double RoadMilliseconds => Stopwatch.GetElapsedTime(Sent, Arrived).TotalMilliseconds;
}

/// <summary>Sends signed callbacks of the gateway's and sees the webhooks about them come in.</summary>
internal sealed class Deposits(Func<Uri> address, CancellationToken stop) : IDisposable
{
    // Few customers pay often: whose address it is is looked up once.
    private const int Customers = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client = new(new SocketsHttpHandler { PooledConnectionLifetime = Timeout.InfiniteTimeSpan });
    private readonly ConcurrentDictionary<long, (Sample Sample, SemaphoreSlim? Backlog)> _open = new();
    private long _numbers;
    private int _refused;
    private int _repeated;

    /// <summary>How many callbacks were not acknowledged.</summary>
    public int Refused => _refused;

    /// <summary>How many webhooks came again.</summary>
    public int Repeated => _repeated;

    /// <summary>How many deposits the merchant has yet to hear of.</summary>
    public int Open => _open.Count;

    /// <summary>Signs callbacks, before anything is measured.</summary>
    public (long Number, byte[] Body)[] Sign(LoadMerchant merchant, int count)
    {
        using var key = RSA.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(merchant.GatewayKey), out _);
        return [.. Enumerable.Range(0, count).Select(_ => Sign(key, Interlocked.Increment(ref _numbers)))];
    }

    /// <summary>Sends so many at once, and no further one while too many webhooks are outstanding; returns when all have come.</summary>
    public async Task<List<Sample>> PushAsync(LoadMerchant merchant, (long Number, byte[] Body)[] callbacks, int atOnce, int backlog)
    {
        using var room = new SemaphoreSlim(backlog);
        var samples = new ConcurrentBag<Sample>();
        await Parallel.ForEachAsync(
            callbacks,
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = stop },
            async (callback, cancellation) =>
            {
                await room.WaitAsync(cancellation);
                samples.Add(await SendAsync(merchant, callback, room));
            }
        );
        await AllCameAsync(samples);
        return [.. samples];
    }

    /// <summary>Sends at a steady rate, however long the answers take; the webhooks are awaited where asked for.</summary>
    public async Task<List<Sample>> PaceAsync(LoadMerchant merchant, (long Number, byte[] Body)[] callbacks, double rate, bool awaited = true)
    {
        var sends = new List<Task<Sample>>();
        var started = Stopwatch.GetTimestamp();
        foreach (var callback in callbacks)
        {
            var due = TimeSpan.FromSeconds(sends.Count / rate) - Stopwatch.GetElapsedTime(started);
            if (due > TimeSpan.Zero)
                await Task.Delay(due, stop);
            sends.Add(SendAsync(merchant, callback, null));
        }

        var samples = await Task.WhenAll(sends);
        if (awaited)
            await AllCameAsync(samples);
        return [.. samples];
    }

    /// <summary>A webhook has come.</summary>
    public void Arrived(long number)
    {
        if (!_open.TryRemove(number, out var open))
        {
            Interlocked.Increment(ref _repeated);
            return;
        }

        open.Sample.Arrived = Stopwatch.GetTimestamp();
        open.Backlog?.Release();
    }

    public void Dispose() => _client.Dispose();

    private async Task<Sample> SendAsync(LoadMerchant merchant, (long Number, byte[] Body) callback, SemaphoreSlim? backlog)
    {
        var sample = new Sample();
        _open[callback.Number] = (sample, backlog);
        using var content = new ByteArrayContent(callback.Body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        sample.Sent = Stopwatch.GetTimestamp();
        using var answer = await _client.PostAsync(new Uri(address(), "/callbacks/" + merchant.CallbackId), content, stop);
        sample.Accepted = Stopwatch.GetTimestamp();
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            Interlocked.Increment(ref _refused);
            Arrived(callback.Number);
        }

        return sample;
    }

    private async Task AllCameAsync(IReadOnlyCollection<Sample> samples)
    {
        var started = Stopwatch.GetTimestamp();
        while (samples.Any(sample => sample.Arrived == 0))
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"{samples.Count(sample => sample.Arrived == 0)} webhooks did not come within {Patience.TotalSeconds} s.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), stop);
        }
    }

    private static (long Number, byte[] Body) Sign(RSA key, long number)
    {
        var data = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"identify":"user-{{number % Customers}}","chain_type":3,"contract_type":32,"order_id":"{{1_750_000_000_000_000_000 + number}}","transaction_id":"{{number:x64}}","amount":10.25}"""
        );
        var signature = Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(data), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1));
        return (number, Encoding.UTF8.GetBytes($$"""{"signature":"{{signature}}","subject":"recharge_callback","data":{{data}}}"""));
    }
}

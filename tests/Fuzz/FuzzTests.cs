using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Support;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Fuzz;

/// <summary>
/// Hostile requests over all routes: none ends in a 5xx or hangs, every refusal is a problem with a code, and nobody reads what is another's.
/// PAYMENTHUB_FUZZ_REQUESTS says how many (2,000), PAYMENTHUB_FUZZ_SEED repeats a run.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    // Stands in what is stored of alpha's, and in no request.
    private const string Marker = "ALPHAONLY";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Whatever_is_sent_nothing_breaks_hangs_or_leaks()
    {
        var seed = Number("PAYMENTHUB_FUZZ_SEED", Random.Shared.Next());
        var requests = Number("PAYMENTHUB_FUZZ_REQUESTS", 2_000);
        output.WriteLine($"PAYMENTHUB_FUZZ_SEED={seed} PAYMENTHUB_FUZZ_REQUESTS={requests}");
        await using var hub = await Hub.StartAsync();
        var generator = await PrepareAsync(hub, seed);
        using var client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
            }
        )
        {
            Timeout = Patience,
        };
        var failures = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var statuses = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, requests),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (number, cancellationToken) =>
            {
                var request = generator.Make(number);
                try
                {
                    var (status, wrong) = await SendAsync(hub, client, request, cancellationToken);
                    statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
                    if (wrong is not null)
                        failures.Enqueue($"{wrong}: {request}");
                }
                catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
                {
                    failures.Enqueue($"{e.GetType().Name} {e.Message}: {request}");
                }
            }
        );

        output.WriteLine(string.Join(", ", statuses.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}: {pair.Value}")));
        Assert.True(
            failures.IsEmpty,
            $"With PAYMENTHUB_FUZZ_SEED={seed} {failures.Count} of {requests} went wrong:\n{string.Join('\n', failures.Take(20))}"
        );
        // A world in which everything is refused at receipt would prove nothing.
        Assert.All(
            (int[])[200, 400, 401, 404, 413, 415],
            status => Assert.True(statuses.GetValueOrDefault(status) > 0, $"Nothing was answered with {status}.")
        );
        Assert.Equal(200, (await hub.GetAsync(hub.Alpha, "/health/ready")).Status);
    }

    private static async Task<FuzzGenerator> PrepareAsync(Hub hub, int seed)
    {
        var ids = new List<string> { "dep_00000000000000000000000000", "wd_00000000000000000000000000", "20261122.034711402.0b1f6d2a" };
        foreach (var (merchant, customer) in (IEnumerable<(TestMerchant, string)>)[(hub.Alpha, Marker), (hub.Beta, "USER10001")])
        {
            var id = await DepositSteps.MPayAsync(hub, merchant, "FUZZ-" + merchant.Id, customer);
            await hub.Sandbox.MPay.PayAsync(id);
            await hub.WebhookAsync(merchant, "deposit.completed");
            ids.AddRange([id, $"evt_{id}_1"]);
        }

        string[] keys = [hub.Alpha.ApiKey, hub.Alpha.ApiKey, hub.Beta.ApiKey, hub.Operator.Key, hub.Operator.Key, "no-key-of-anybody"];
        string[] accounts =
        [
            .. hub.Merchants.SelectMany(merchant => new[] { merchant.PayProtocolAccount, merchant.GatewayAccount, merchant.MPayAccount }),
            "nobody",
        ];
        string[] callbacks = [.. accounts.Take(3).Select(hub.Alpha.CallbackId), "00000000000000000000000000000000"];
        return new FuzzGenerator(seed, keys, accounts, callbacks, ids);
    }

    // What is no HTTP ends its connection. The client may have chosen that very one
    // for its next request, and hears nothing then: it is sent once more.
    private static async Task<(int Status, string? Wrong)> SendAsync(
        Hub hub,
        HttpClient client,
        FuzzRequest request,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await SendOnceAsync(hub, client, request, cancellationToken);
        }
        catch (HttpRequestException)
        {
            return await SendOnceAsync(hub, client, request, cancellationToken);
        }
    }

    private static async Task<(int Status, string? Wrong)> SendOnceAsync(
        Hub hub,
        HttpClient client,
        FuzzRequest request,
        CancellationToken cancellationToken
    )
    {
        // As it stands: a URI that is tidied up first would hide what is tried here.
        var uri = new Uri(
            hub.Address.GetLeftPart(UriPartial.Authority) + request.PathAndQuery,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
        );
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), uri);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Headers.TransferEncodingChunked = request.Chunked;
        }

        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(message, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var status = (int)response.StatusCode;
        return (status, Judge(hub, request, status, response.Content.Headers.ContentType?.MediaType, text));
    }

    private static string? Judge(Hub hub, FuzzRequest request, int status, string? mediaType, string text)
    {
        if (status >= 500)
            return $"{status} {text}";
        // Operators see all.
        if (request.Key != hub.Alpha.ApiKey && request.Key != hub.Operator.Key && text.Contains(Marker, StringComparison.Ordinal))
            return $"leaks {text}";
        if (status < 400 || !request.Route.Contains(" /v1/", StringComparison.Ordinal))
            return null;
        // What is no HTTP is refused by the server, before us and without a body; HEAD has none.
        if (!request.IsWhole && text.Length == 0 && (status is 400 or 414 or 431 || request.Method == "HEAD"))
            return null;
        if (mediaType != "application/problem+json")
            return $"{status} is no problem but {mediaType} {text}";
        try
        {
            return JsonNode.Parse(text)?["code"] is { } code && ApiFiles.Codes.Contains((string)code!) ? null : $"{status} has no code {text}";
        }
        catch (JsonException)
        {
            return $"{status} is no JSON {text}";
        }
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            : otherwise;
}

using System.Diagnostics.Tracing;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Core.Diagnostics;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Standins.Tables;

public sealed class AuthenticationTests
{
    private const string Key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static readonly Uri Endpoint = new("https://myaccount.table.core.windows.net");

    [Theory]
    [InlineData(
        "POST", "https://myaccount.table.core.windows.net/Tables?x=1", "application/json", "myaccount",
        "POST\n\napplication/json\nFri, 02 Jan 2026 03:04:05 GMT\n/myaccount/Tables")]
    [InlineData(
        "GET", "http://127.0.0.1:10002/devstoreaccount1/orders(PartitionKey='O%27%27Brien',RowKey='a%7Cb')", null, "devstoreaccount1",
        "GET\n\n\nFri, 02 Jan 2026 03:04:05 GMT\n/devstoreaccount1/devstoreaccount1/orders(PartitionKey='O%27%27Brien',RowKey='a%7Cb')")]
    public async Task A_request_is_signed_with_the_shared_key(string method, string address, string? contentType, string account, string stringToSign)
    {
        using var service = new FakeService(FakeService.Answer(200));
        var policy = new SharedKeyPolicy(new TableSharedKeyCredential(account, Key), new FixedClock());
        var pipeline = HttpPipelineBuilder.Build(service.Options(), policy);
        using var message = pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Parse(method);
        message.Request.Uri.Reset(new Uri(address));
        if (contentType is not null)
        {
            message.Request.Content = RequestContent.Create(Array.Empty<byte>());
            message.Request.Headers.Add("Content-Type", contentType);
        }

        await pipeline.SendAsync(message, CancellationToken.None);

        var signature = Convert.ToBase64String(HMACSHA256.HashData("0123456789abcdef0123456789abcdef"u8, Encoding.UTF8.GetBytes(stringToSign)));
        var sent = Assert.Single(service.Requests);
        Assert.Equal($"SharedKey {account}:{signature}", sent.Headers.GetValues("Authorization").Single());
        Assert.Equal("Fri, 02 Jan 2026 03:04:05 GMT", sent.Headers.GetValues("x-ms-date").Single());
    }

    [Fact]
    public void A_signature_is_the_one_that_other_tools_compute()
    {
        // printf 'POST\n\napplication/json\nFri, 02 Jan 2026 03:04:05 GMT\n/myaccount/Tables' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef -binary | base64
        var signature = new TableSharedKeyCredential("myaccount", Key).Sign("POST\n\napplication/json\nFri, 02 Jan 2026 03:04:05 GMT\n/myaccount/Tables");

        Assert.Equal("SFH25mj7kzfN4gSIkJd8H2ijwU7yJcqVlewq6R4Onyo=", signature);
    }

    [Fact]
    public async Task A_wrong_key_is_a_403_until_it_is_changed()
    {
        await using var table = await TemporaryTable.CreateAsync();
        var right = (await SharedAzurite.ConnectionStringAsync()).Split("AccountKey=")[1].Split(';')[0];
        var credential = new TableSharedKeyCredential("devstoreaccount1", Key);
        var client = new TableServiceClient(new Uri(table.Client.Uri, "."), credential).GetTableClient(table.Client.Name);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => client.AddEntityAsync(new TableEntity("p", "r")));
        credential.SetAccountKey(right);
        var answer = await client.AddEntityAsync(new TableEntity("p", "r"));

        Assert.Equal(403, failure.Status);
        Assert.Equal(204, answer.Status);
    }

    [Fact]
    public async Task A_token_is_asked_for_storage_and_sent_as_bearer()
    {
        using var service = new FakeService(FakeService.Answer(204));
        var credential = new FakeCredential();

        await new TableServiceClient(Endpoint, credential, service.Options()).GetTableClient("orders").UpsertEntityAsync(new TableEntity("p", "r"));
        await new TableClient(Endpoint, "orders", credential, service.Options()).DeleteEntityAsync("p", "r");

        Assert.All(credential.Scopes, scope => Assert.Equal("https://storage.azure.com/.default", scope));
        Assert.NotEmpty(credential.Scopes);
        Assert.Equal(2, service.Requests.Count);
        Assert.All(service.Requests, request => Assert.Equal("Bearer token-1", request.Headers.GetValues("Authorization").Single()));
        Assert.All(service.Requests, request => Assert.Equal("2020-12-06", request.Headers.GetValues("x-ms-version").Single()));
    }

    [Fact]
    public async Task A_token_can_be_asked_for_another_audience()
    {
        using var service = new FakeService(FakeService.Answer(204));
        var credential = new FakeCredential();
        var options = service.Options();
        options.Audience = TableAudience.AzureChina;

        await new TableClient(Endpoint, "orders", credential, options).DeleteEntityAsync("p", "r");

        Assert.Equal(["https://storage.azure.cn/.default"], credential.Scopes.Distinct());
    }

    [Fact]
    public async Task A_token_is_never_sent_in_the_clear()
    {
        using var service = new FakeService(FakeService.Answer(204));
        var client = new TableClient(new Uri("http://127.0.0.1:1/acc"), "orders", new FakeCredential(), service.Options());

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.DeleteEntityAsync("p", "r"));

        Assert.Empty(service.Requests);
    }

    [Fact]
    public async Task A_shared_access_signature_is_appended_once_however_often_it_is_tried()
    {
        using var service = new FakeService(FakeService.Answer(500), FakeService.Answer(204));
        var client = new TableServiceClient(Endpoint, new AzureSasCredential("sv=1&sig=abc"), service.Options()).GetTableClient("orders");

        await client.DeleteEntityAsync("p", "r");

        Assert.Equal(["?sv=1&sig=abc", "?sv=1&sig=abc"], service.Requests.Select(request => request.RequestUri!.Query));
    }

    [Fact]
    public async Task Neither_log_nor_error_holds_a_secret()
    {
        var log = new StringBuilder();
        using var listener = new AzureEventSourceListener((_, text) => { lock (log) log.AppendLine(text); }, EventLevel.Verbose);
        using var service = new FakeService(FakeService.Answer(403));
        var signed = new TableClient(Endpoint, "marked1orders", new TableSharedKeyCredential("myaccount", Key), service.Options());
        var shared = new TableServiceClient(Endpoint, new AzureSasCredential("sv=1&sig=verysecretsignature"), service.Options()).GetTableClient("marked2orders");

        var first = await Assert.ThrowsAsync<RequestFailedException>(() => signed.AddEntityAsync(new TableEntity("p", "r")));
        var second = await Assert.ThrowsAsync<RequestFailedException>(() => shared.AddEntityAsync(new TableEntity("p", "r")));

        var said = log.ToString() + first + second;
        var signature = service.Requests[0].Headers.GetValues("Authorization").Single().Split(':')[1];
        Assert.Contains("marked1orders", said, StringComparison.Ordinal);
        Assert.Contains("marked2orders", said, StringComparison.Ordinal);
        Assert.DoesNotContain(signature, said, StringComparison.Ordinal);
        Assert.DoesNotContain("verysecretsignature", said, StringComparison.Ordinal);
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    }

    private sealed class FakeCredential : TokenCredential
    {
        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.AddRange(requestContext.Scopes);
            return new AccessToken("token-1", TimeProvider.System.GetUtcNow().AddHours(1));
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}

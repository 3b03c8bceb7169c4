using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace PaymentHub.Tests.Standins.Tables;

public sealed class RetryTests
{
    private static readonly TableSharedKeyCredential Credential = new("acc", "a2V5");

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_passing_fault_is_tried_again_and_signed_again(int status)
    {
        using var service = new FakeService(FakeService.Answer(status), FakeService.Break(), FakeService.Answer(204));
        var options = service.Options();
        var tries = new PolicyThatCounts();
        options.AddPolicy(tries, HttpPipelinePosition.PerRetry);

        var answer = await Client(options).UpsertEntityAsync(new TableEntity("p", "r"));

        Assert.Equal(204, answer.Status);
        Assert.Equal(3, service.Requests.Count);
        Assert.Equal(3, tries.Calls);
        Assert.All(service.Requests, request => Assert.StartsWith("SharedKey acc:", request.Headers.GetValues("Authorization").Single()));
        Assert.All(service.Requests, request => Assert.Single(request.Headers.GetValues("x-ms-date")));
        Assert.Single(service.Requests.Select(request => request.Headers.GetValues("x-ms-client-request-id").Single()).Distinct());
    }

    [Fact]
    public async Task A_service_that_says_nothing_is_tried_again()
    {
        using var service = new FakeService(FakeService.Silence(), FakeService.Answer(204));
        var options = service.Options();
        options.Retry.NetworkTimeout = TimeSpan.FromMilliseconds(500);

        var answer = await Client(options).UpsertEntityAsync(new TableEntity("p", "r"));

        Assert.Equal(204, answer.Status);

        // More than two only where the machine is so busy that an immediate answer takes half a second.
        Assert.InRange(service.Requests.Count, 2, 4);
    }

    [Fact]
    public async Task A_lasting_fault_is_reported_with_status_and_code()
    {
        using var service = new FakeService(FakeService.Answer(503, """{"odata.error":{"code":"ServerBusy","message":{"lang":"en-US","value":"Busy."}}}"""));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Client(service.Options()).GetEntityAsync<TableEntity>("p", "r"));

        Assert.Equal(503, failure.Status);
        Assert.Equal("ServerBusy", failure.ErrorCode);
        Assert.StartsWith("Busy.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(4, service.Requests.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(412)]
    public async Task A_refusal_is_not_tried_again(int status)
    {
        using var service = new FakeService(FakeService.Answer(status, "<html>", "SomeCode"));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Client(service.Options()).AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal(status, failure.Status);
        Assert.Equal("SomeCode", failure.ErrorCode);
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task A_transaction_is_tried_again_as_a_whole()
    {
        using var service = new FakeService(FakeService.Answer(500), FakeService.Answer(403));

        await Assert.ThrowsAsync<RequestFailedException>(
            () => Client(service.Options()).SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "r"))]));

        Assert.Equal(["/$batch", "/$batch"], service.Requests.Select(request => request.RequestUri!.AbsolutePath));
    }

    [Fact]
    public async Task A_torn_answer_to_a_transaction_does_not_pass_for_success()
    {
        using var service = new FakeService(FakeService.Answer(202, "--changesetresponse_1\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n\r\n--changesetresponse_1"));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Client(service.Options()).SubmitTransactionAsync(
            [new(TableTransactionActionType.Add, new TableEntity("p", "a")), new(TableTransactionActionType.Add, new TableEntity("p", "b"))]));

        Assert.Equal(202, failure.Status);
    }

    [Fact]
    public async Task Policies_see_every_call_once_and_every_try()
    {
        var calls = new PolicyThatCounts();
        var tries = new PolicyThatCounts { FailFirst = true };
        var options = new TableClientOptions { Retry = { Delay = TimeSpan.FromMilliseconds(1) } };
        await using var table = await TemporaryTable.CreateAsync(options);
        options.AddPolicy(calls, HttpPipelinePosition.PerCall);
        options.AddPolicy(tries, HttpPipelinePosition.PerRetry);
        var client = new TableClient(await Support.SharedAzurite.ConnectionStringAsync(), table.Client.Name, options);

        await client.AddEntityAsync(new TableEntity("p", "a"));
        await client.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "b")), new(TableTransactionActionType.Add, new TableEntity("p", "c"))]);
        var found = await client.QueryAsync<TableEntity>().ToListAsync();

        Assert.Equal(["a", "b", "c"], found.Select(entity => entity.RowKey));
        Assert.Equal(3, calls.Calls);
        Assert.Equal(4, tries.Calls);
    }

    private static TableClient Client(TableClientOptions options) => new(new Uri("https://acc.table.core.windows.net"), "t", Credential, options);

    /// <summary>Counts, and on request answers the first try with a 500 before it is sent.</summary>
    private sealed class PolicyThatCounts : HttpPipelinePolicy
    {
        public int Calls { get; private set; }

        public bool FailFirst { get; init; }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (++Calls == 1 && FailFirst)
                throw new RequestFailedException("Injected: no answer");
            return ProcessNextAsync(message, pipeline);
        }
    }
}

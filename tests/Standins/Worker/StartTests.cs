using System.Net;
using System.Net.Sockets;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace PaymentHub.Tests.Standins.Worker;

public sealed class StartTests
{
    [Theory]
    [InlineData(nameof(WrongProbes.SameName), "Several functions are named 'Twice'")]
    [InlineData(nameof(WrongProbes.NoTrigger), "Function 'Idle' has 0 triggers")]
    [InlineData(nameof(WrongProbes.StrangeParameter), "Function 'Strange': parameter 'version' of type System.Version")]
    [InlineData(nameof(WrongProbes.NotInTheRoute), "Function 'Lost': parameter 'name'")]
    [InlineData(nameof(WrongProbes.WrongConstraint), "Function 'Constrained': its route 'api/c/{id:nosuch}'")]
    [InlineData(nameof(WrongProbes.WrongRoute), "Function 'Unreadable': its route 'api/r/{id'")]
    [InlineData(nameof(WrongProbes.MissingScheduleSetting), "'%NoSuchSchedule%' needs the setting 'NoSuchSchedule'")]
    [InlineData(nameof(WrongProbes.WrongSchedule), "Function 'Misscheduled': its schedule 'every day'")]
    [InlineData(nameof(WrongProbes.MissingConnection), "needs the setting 'NoSuchStorage'")]
    public async Task A_wrong_function_keeps_the_host_from_starting(string type, string message)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => ProbeHost.StartAsync(type));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("batchSize=33", "'extensions.queues.batchSize' is '33'")]
    [InlineData("batchSize=many", "'extensions.queues.batchSize' is 'many'")]
    [InlineData("maxDequeueCount=0", "'extensions.queues.maxDequeueCount' is '0'")]
    [InlineData("newBatchThreshold=-1", "'extensions.queues.newBatchThreshold' is '-1'")]
    [InlineData("maxPollingInterval=00:00:00.01", "'extensions.queues.maxPollingInterval' is '00:00:00.01'")]
    [InlineData("visibilityTimeout=soon", "'extensions.queues.visibilityTimeout' is 'soon'")]
    [InlineData("messageEncoding=utf8", "'extensions.queues.messageEncoding' is 'utf8'")]
    public async Task A_wrong_queue_setting_keeps_the_host_from_starting(string setting, string message)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => ProbeHost.StartAsync(nameof(TextProbe), settings: $"AzureFunctionsJobHost:extensions:queues:{setting}"));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://{taken.LocalEndpoint}";

        var failure = await Assert.ThrowsAsync<IOException>(() => ProbeHost.StartAsync(nameof(HttpProbes), settings: $"urls={address}"));

        Assert.Contains(address, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http_functions_need_the_web_application()
    {
        var builder = FunctionsApplication.CreateBuilder(
            ["--Functions:LocalSettings=none", "--Functions:Assemblies=PaymentHub.Tests", $"--Functions:Types={nameof(ResultProbes)}"]);
        using var host = builder.Build();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());

        Assert.Contains("ConfigureFunctionsWebApplication", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_container_is_validated_in_development()
    {
        await using var host = await ProbeHost.StartAsync(nameof(ResultProbes), settings: "environment=Development");

        using var response = await host.Client.GetAsync("api/action/object");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.True(host.Services.GetService(typeof(IHostEnvironment)) is IHostEnvironment environment && environment.IsDevelopment());
    }
}

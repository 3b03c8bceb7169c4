using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Standin.Hosting;
using Microsoft.Azure.Functions.Worker.Standin.Queues;

namespace PaymentHub.Tests.Standins.Worker;

public sealed class SettingsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("functions-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Local_settings_stand_above_the_settings_files_and_below_the_environment_and_the_command_line()
    {
        var name = $"Probe{Guid.NewGuid():N}";
        Write("appsettings.json", $$"""{ "{{name}}": { "File": "file", "Local": "file", "Environment": "file", "Line": "file" } }""");
        Write("local.settings.json", $$"""
            {
              "IsEncrypted": false, // as Core Tools write it
              "Values": { "{{name}}:Local": "local", "{{name}}__Environment": "local", "{{name}}:Line": "local" },
              "Host": { "CORS": "*" },
            }
            """);
        Environment.SetEnvironmentVariable($"{name}__Environment", "environment");
        try
        {
            var settings = Build($"--{name}:Line=line").Configuration;

            Assert.Equal("file", settings[$"{name}:File"]);
            Assert.Equal("local", settings[$"{name}:Local"]);
            Assert.Equal("environment", settings[$"{name}:Environment"]);
            Assert.Equal("line", settings[$"{name}:Line"]);
            Assert.Null(settings["Host:CORS"]);
            Assert.Null(settings["Values:IsEncrypted"]);
        }
        finally
        {
            Environment.SetEnvironmentVariable($"{name}__Environment", null);
        }
    }

    [Fact]
    public void Local_settings_can_be_left_alone()
    {
        Write("local.settings.json", """{ "Values": { "Probe:Alone": "local" } }""");

        Assert.Equal("local", Build().Configuration["Probe:Alone"]);
        Assert.Null(Build("--Functions:LocalSettings=none").Configuration["Probe:Alone"]);
    }

    [Fact]
    public void Queue_settings_come_from_host_json_and_settings_override_them()
    {
        Write("host.json", """
            {
              // Comments are allowed.
              "version": "2.0",
              "extensions": { "queues": { "batchSize": 4, "newBatchThreshold": 3, "maxPollingInterval": "00:00:02", "messageEncoding": "none" } }
            }
            """);

        var queues = Queues(
            "--Functions:LocalSettings=none", "--AzureFunctionsJobHost:extensions:queues:batchSize=8",
            "--AzureFunctionsJobHost:extensions:queues:visibilityTimeout=00:00:30");

        Assert.Equal(8, queues.BatchSize);
        Assert.Equal(3, queues.NewBatchThreshold);
        Assert.Equal(TimeSpan.FromSeconds(2), queues.MaxPollingInterval);
        Assert.Equal(TimeSpan.FromSeconds(30), queues.VisibilityTimeout);
        Assert.Equal(5, queues.MaxDequeueCount);
        Assert.Equal(Azure.Storage.Queues.QueueMessageEncoding.None, queues.Encoding);
        Assert.Equal(TimeSpan.FromMinutes(10), queues.MessageVisibility);
    }

    [Fact]
    public void Queue_settings_have_the_real_hosts_defaults()
    {
        Write("host.json", """{ "version": "2.0" }""");

        var queues = Queues("--Functions:LocalSettings=none");

        Assert.Equal(16, queues.BatchSize);
        Assert.Equal(8 * Environment.ProcessorCount, queues.NewBatchThreshold);
        Assert.Equal(TimeSpan.FromMinutes(1), queues.MaxPollingInterval);
        Assert.Equal(TimeSpan.Zero, queues.VisibilityTimeout);
        Assert.Equal(5, queues.MaxDequeueCount);
        Assert.Equal(Azure.Storage.Queues.QueueMessageEncoding.Base64, queues.Encoding);
        Assert.Equal(TimeSpan.FromSeconds(2), Queues("--Functions:LocalSettings=none", "--environment=Development").MaxPollingInterval);
    }

    [Fact]
    public void A_broken_host_json_is_named()
    {
        Write("host.json", "{ broken");

        var failure = Assert.Throws<InvalidOperationException>(() => Queues("--Functions:LocalSettings=none"));

        Assert.Contains(Path.Combine(_folder.FullName, "host.json"), failure.Message, StringComparison.Ordinal);
    }

    private FunctionsApplicationBuilder Build(params string[] settings) =>
        FunctionsApplication.CreateBuilder([$"--contentRoot={_folder.FullName}", .. settings]);

    private QueueSettings Queues(params string[] settings)
    {
        var builder = Build(settings);
        return QueueSettings.Read(new HostJson(builder.Configuration, builder.Environment), builder.Configuration);
    }

    private void Write(string file, string content) => File.WriteAllText(Path.Combine(_folder.FullName, file), content);
}

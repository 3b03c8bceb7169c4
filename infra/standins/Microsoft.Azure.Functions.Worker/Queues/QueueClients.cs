using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Storage.Queues;
using Microsoft.Azure.Functions.Worker.Standin.Functions;
using Microsoft.Azure.Functions.Worker.Standin.Hosting;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Standin.Queues;

/// <summary>
/// Makes the clients of the triggers' queues. Any HttpPipelinePolicy in the app's container joins their pipelines, so that
/// tests can count and fault the host's own calls; only the stand-in does that.
/// </summary>
internal sealed class QueueClients(IConfiguration settings, IEnumerable<HttpPipelinePolicy> policies)
{
    private const string PoisonSuffix = "-poison";
    private const int LongestName = 63;

    /// <exception cref="InvalidOperationException">A setting that it needs is missing; the message names it.</exception>
    public QueueEnds For(FunctionDescriptor function, QueueTriggerAttribute trigger)
    {
        var name = Expression.Resolve(trigger.QueueName, settings);
        var poison = name + PoisonSuffix;
        var hasPoison = !name.EndsWith(PoisonSuffix, StringComparison.Ordinal) && poison.Length <= LongestName;
        return new QueueEnds(Client(function, trigger, name), hasPoison ? Client(function, trigger, poison) : null);
    }

    private QueueClient Client(FunctionDescriptor function, QueueTriggerAttribute trigger, string name)
    {
        // Texts are decoded by us: a message that cannot be decoded then still has its text for the poison queue.
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None };
        foreach (var policy in policies)
            options.AddPolicy(policy, HttpPipelinePosition.PerCall);

        var connection = trigger.Connection ?? "AzureWebJobsStorage";
        foreach (var setting in (string[])[$"AzureWebJobs{connection}", connection])
        {
            if ((settings[setting] ?? settings.GetConnectionString(setting)) is { Length: > 0 } connectionString)
                return new QueueClient(connectionString, name, options);
            if (settings[$"{setting}:queueServiceUri"] is { Length: > 0 } service)
                return new QueueClient(new Uri($"{service.TrimEnd('/')}/{name}"), new DefaultAzureCredential(), options);
        }

        throw function.Invalid(
            $"the queue '{name}' needs the setting '{connection}' (a connection string) or '{connection}__queueServiceUri'.");
    }
}

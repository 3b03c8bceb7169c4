using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage;

namespace PaymentHub.Functions;

/// <summary>Works off the queues: each function says what a message of its queue calls for.</summary>
public sealed class QueueFunctions(
    CallbackMessages callbacks,
    DeliveryMessages deliveries,
    ActionMessages actions,
    ReconciliationMessages reconciliations
)
{
    /// <summary>Verifies a stored callback and applies it to its order.</summary>
    [Function(nameof(ProcessCallback))]
    public Task ProcessCallback([QueueTrigger(QueueNames.Callbacks)] string message, int dequeueCount, CancellationToken cancellationToken) =>
        callbacks.ProcessAsync(message, dequeueCount, cancellationToken);

    /// <summary>Takes callbacks whose processing kept failing out of the poison queue and into quarantine.</summary>
    [Function(nameof(QuarantineCallback))]
    public Task QuarantineCallback([QueueTrigger(QueueNames.CallbacksPoison)] string message, CancellationToken cancellationToken) =>
        callbacks.QuarantineAsync(message, cancellationToken);

    /// <summary>Tells a merchant of an event.</summary>
    [Function(nameof(DeliverWebhook))]
    public Task DeliverWebhook([QueueTrigger(QueueNames.Webhooks)] string message, CancellationToken cancellationToken) =>
        deliveries.DeliverAsync(message, cancellationToken);

    /// <summary>Takes deliveries that kept failing in us out of the poison queue and makes dead letters of them.</summary>
    [Function(nameof(DeadLetterWebhook))]
    public Task DeadLetterWebhook([QueueTrigger(QueueNames.WebhooksPoison)] string message, CancellationToken cancellationToken) =>
        deliveries.DeadLetterAsync(message, cancellationToken);

    /// <summary>Does what is due for a withdrawal: sends it, asks about it, or releases what it reserved of the limit.</summary>
    [Function(nameof(SubmitWithdrawal))]
    public Task SubmitWithdrawal([QueueTrigger(QueueNames.Withdrawals)] string message, CancellationToken cancellationToken) =>
        actions.RunAsync(message, cancellationToken);

    /// <summary>Makes a dead letter of a withdrawal's work that kept failing.</summary>
    [Function(nameof(DeadLetterWithdrawal))]
    public Task DeadLetterWithdrawal([QueueTrigger(QueueNames.WithdrawalsPoison)] string message, CancellationToken cancellationToken) =>
        actions.DeadLetterAsync(message, cancellationToken);

    /// <summary>Does what is due for a deposit: asks its provider how it stands, and notes when the time to pay is over.</summary>
    [Function(nameof(PollDeposit))]
    public Task PollDeposit([QueueTrigger(QueueNames.Deposits)] string message, CancellationToken cancellationToken) =>
        actions.RunAsync(message, cancellationToken);

    /// <summary>Makes a dead letter of a deposit's work that kept failing.</summary>
    [Function(nameof(DeadLetterDeposit))]
    public Task DeadLetterDeposit([QueueTrigger(QueueNames.DepositsPoison)] string message, CancellationToken cancellationToken) =>
        actions.DeadLetterAsync(message, cancellationToken);

    /// <summary>Reads on in one of a provider's lists.</summary>
    [Function(nameof(ReadList))]
    public Task ReadList([QueueTrigger(QueueNames.Reconciliations)] string message, CancellationToken cancellationToken) =>
        reconciliations.ReadAsync(message, cancellationToken);

    /// <summary>Takes calls for lists that kept failing out of the poison queue: the lists are called for again.</summary>
    [Function(nameof(DropListCall))]
    public Task DropListCall([QueueTrigger(QueueNames.ReconciliationsPoison)] string message, CancellationToken cancellationToken) =>
        reconciliations.DropAsync(message, cancellationToken);
}

using Azure.Core;
using Azure.Core.Pipeline;

namespace PaymentHub.Storage;

/// <summary>Something that sees every call to storage, for measuring or testing; register any number of them.</summary>
/// <param name="Policy">What sees the calls.</param>
/// <param name="Position">Whether it sees each call once, or each of its tries.</param>
public sealed record StoragePolicy(HttpPipelinePolicy Policy, HttpPipelinePosition Position);

namespace PaymentHub.Tests.Support;

/// <summary>One world for all tests of a class, which run one after the other.</summary>
public sealed class SharedHub : IAsyncLifetime
{
    internal Hub Hub { get; private set; } = null!;

    public async Task InitializeAsync() => Hub = await Hub.StartAsync();

    public async Task DisposeAsync() => await Hub.DisposeAsync();
}

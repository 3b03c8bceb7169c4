namespace PaymentHub.Benchmarks;

/// <summary>What all verbs are told.</summary>
/// <param name="Url">The product, where it runs elsewhere.</param>
/// <param name="Plan">The plan whose settings that product has.</param>
/// <param name="Instances">How many hosts are started.</param>
/// <param name="App">The folder of a published app to start; null for the one that was built beside this program.</param>
internal sealed record LoadOptions(Uri? Url, LoadPlan? Plan, int Instances, string? App)
{
    public const string Loud = "beta";
    public const string Quiet = "alpha";

    /// <summary>The same, in which no timer runs; a product that runs elsewhere has those that it has.</summary>
    public LoadOptions WithoutTimers() => this with { Plan = Plan ?? LoadPlan.Create(Quiet, Loud).WithoutTimers() };

    public Task<World> StartAsync(CancellationToken stop)
    {
        Progress.Say(Url is null ? "starting an emulator and the product" : $"driving {Url}");
        return World.StartAsync(Plan ?? LoadPlan.Create(Quiet, Loud), Url, Instances, stop, app: App);
    }
}

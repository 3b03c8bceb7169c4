using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace PaymentHub.Benchmarks.Micro;

/// <summary>What single steps take of the processor and of memory, without storage and without a network.</summary>
internal static class Micro
{
    // Long enough that the mean is steady, short enough that all of them end in a minute.
    private const int WarmUps = 4;
    private const int Iterations = 8;
    private static readonly TimeInterval Iteration = TimeInterval.FromMilliseconds(120);

    public static Report Run()
    {
        var report = new Report("micro");
        Add<ProviderCallbacks>(report);
        Add<Outgoing>(report);
        Add<Rows>(report);
        return report;
    }

    /// <summary>One class's figures. A benchmark whose name ends in <c>Primitive</c> is what the one without that end is held against.</summary>
    private static void Add<T>(Report report)
    {
        Progress.Say($"measuring {typeof(T).Name}");
        var means = Measure(typeof(T)).ToDictionary(one => one.Name);
        foreach (var (name, words, nanoseconds, bytes) in means.Values)
        {
            var key = Key(name);
            report.Add($"{key}_ns", nanoseconds, $"ns     {words}");
            report.Add($"{key}_bytes", bytes, "bytes      allocated");
            if (means.TryGetValue(name + nameof(Primitive), out var primitive))
                report.Add($"{key}_of_primitive", nanoseconds / primitive.Nanoseconds, "times      its primitive");
        }
    }

    private static IEnumerable<(string Name, string Words, double Nanoseconds, double Bytes)> Measure(Type type)
    {
        // In this process: a program of its own for each would be built first, which takes longer than the measuring.
        var job = Job
            .Default.WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(WarmUps)
            .WithIterationCount(Iterations)
            .WithIterationTime(Iteration);
        var artifacts = Directory.CreateTempSubdirectory("paymenthub-micro");
        try
        {
            var config = ManualConfig
                .CreateEmpty()
                .AddJob(job)
                .AddDiagnoser(MemoryDiagnoser.Default)
                .AddColumnProvider(DefaultColumnProviders.Instance)
                .AddLogger(NullLogger.Instance)
                .WithArtifactsPath(artifacts.FullName);
            var summary = BenchmarkRunner.Run(type, config);
            if (summary.HasCriticalValidationErrors)
                throw new InvalidOperationException(string.Join('\n', summary.ValidationErrors.Select(error => error.Message)));
            return [.. summary.Reports.Select(Read)];
        }
        finally
        {
            artifacts.Delete(recursive: true);
        }
    }

    private static (string Name, string Words, double Nanoseconds, double Bytes) Read(BenchmarkReport one)
    {
        var method = one.BenchmarkCase.Descriptor;
        return one is { Success: true, ResultStatistics: { } statistics }
            ? (
                method.WorkloadMethod.Name,
                method.WorkloadMethodDisplayInfo.Trim('\''),
                statistics.Mean,
                one.GcStats.GetBytesAllocatedPerOperation(one.BenchmarkCase) ?? 0
            )
            : throw new InvalidOperationException($"{method.WorkloadMethod.Name} did not run.");
    }

    private const string Primitive = nameof(Primitive);

    private static string Key(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));
}

using PaymentHub.Tests.Local;
using PaymentHub.Tests.Support;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Documents;

/// <summary>Whatever a document tells a person to type works, and every other block is run or says why not.</summary>
public sealed class DocumentCommandTests(SharedHub world, ITestOutputHelper output) : IClassFixture<SharedHub>
{
    [Fact]
    public async Task Every_command_of_a_document_works()
    {
        using var folder = new TemporaryFolder();
        var check = new CommandCheck(world.Hub, folder.Path);
        var commands = DocumentBlock
            .All.Where(block => block is { IsCommand: true, NotRun: null })
            .Concat(DocumentBlock.Inline)
            .SelectMany(block => block.Commands.Select(command => (block, command)))
            .ToList();
        var mistakes = new List<string>();

        foreach (var (block, command) in commands)
        {
            if (await check.FindMistakeAsync(command) is { } mistake)
                mistakes.Add($"{block.File}:{block.Line}: {command}\n{mistake}");
        }

        Assert.True(commands.Count > 25, $"Only {commands.Count} commands were found.");
        Assert.True(mistakes.Count == 0, string.Join("\n\n", mistakes));
    }

    [Fact]
    public async Task A_command_that_is_wrong_is_found()
    {
        using var folder = new TemporaryFolder();
        var check = new CommandCheck(world.Hub, folder.Path);

        Assert.Contains(
            "400",
            await check.FindMistakeAsync("curl http://127.0.0.1:7071/v1/deposits?limt=5 -H \"Authorization: Bearer $KEY\""),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "unbound variable",
            await check.FindMistakeAsync("curl http://127.0.0.1:7071/v1/deposits -H \"Authorization: Bearer $NO_SUCH_KEY\""),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "There is no --verbose",
            await check.FindMistakeAsync("dotnet run --project infra/local -- settings --verbose"),
            StringComparison.Ordinal
        );
        Assert.Equal("There is no infra/nothing.", await check.FindMistakeAsync("dotnet run --project infra/nothing"));
        Assert.Equal("Nothing reads PAYMENTHUB_NOTHING.", await check.FindMistakeAsync($"PAYMENTHUB_{"NOTHING"}=yes dotnet test"));
        Assert.NotNull(await check.FindMistakeAsync("npm install left-pad"));
        Assert.NotNull(await check.FindMistakeAsync("git push --force"));
    }

    /// <summary>What a person reads and does not type: pictures, what a program prints, and what no machine here can run.</summary>
    [Fact]
    public void A_block_that_no_test_runs_says_why()
    {
        var idle = DocumentBlock.All.Where(block => !block.IsCommand && !DocumentSnippetTests.Runs(block)).ToList();
        foreach (var block in DocumentBlock.All.Where(block => block.NotRun is not null))
            output.WriteLine($"{block} ({block.NotRun})");

        Assert.True(
            idle.All(block => block.NotRun is not null),
            "Run it in DocumentSnippetTests, or say why not above it, <!-- not run: why -->:\n"
                + string.Join('\n', idle.Where(block => block.NotRun is null))
        );
        Assert.DoesNotContain(DocumentBlock.All, block => block.NotRun is not null && DocumentSnippetTests.Runs(block));
    }
}

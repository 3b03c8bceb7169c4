using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using PaymentHub.Tests.Local;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Documents;

/// <summary>The documents' programs verify what is signed, and nothing else.</summary>
public sealed class DocumentSnippetTests
{
    private const string Verified = "verified";

    private const string Webhooks = "docs/merchant/webhooks.md";

    // What a block begins with that is run here.
    private static readonly (string File, string Start)[] Run =
    [
        ("README.md", "import { Webhook }"),
        (Webhooks, "import { Webhook }"),
        (Webhooks, "using System.Text;"),
        (Webhooks, "import base64"),
        (Webhooks, "ok     webhook-id"),
    ];

    /// <summary>Whether a test of this class runs it.</summary>
    internal static bool Runs(DocumentBlock block) =>
        IsExample(block) || Run.Any(one => one.File == block.File && block.Text.StartsWith(one.Start, StringComparison.Ordinal));

    [Fact]
    public void Every_example_for_merchants_is_a_frozen_one()
    {
        var frozen = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "tests", "Contract", "golden"))
            .Select(file => File.ReadAllText(file).ReplaceLineEndings("\n").TrimEnd())
            .ToList();
        var examples = DocumentBlock.All.Where(IsExample).ToList();

        Assert.True(examples.Count > 5, $"Only {examples.Count} examples were found.");
        Assert.All(examples, example => Assert.Contains(example.Text, frozen));
    }

    [Fact]
    public async Task The_first_webhook_of_the_readme_is_verified_in_node()
    {
        var program = $$"""
            import { text } from 'node:stream/consumers';
            const { headers, body } = JSON.parse(await text(process.stdin));
            const [rawBody, credit] = [Buffer.from(body), (...what) => console.log(JSON.stringify(what))];
            {{Text("README.md", "import { Webhook }")}}
            """;

        await AssertVerifiesAsync(webhook => NodeAsync(program, webhook, """["user-1","10.5","USDT"]"""));
    }

    /// <summary>Express, as merchants have it; the storage emulator brings it along.</summary>
    [Fact]
    public async Task A_webhook_is_verified_in_node()
    {
        var program = $$"""
            import express from 'express';
            import { text } from 'node:stream/consumers';
            const app = express();
            {{Text(Webhooks, "import { Webhook }")}}
            const server = app.listen(0, '127.0.0.1');
            const { headers, body } = JSON.parse(await text(process.stdin));
            const url = `http://127.0.0.1:${server.address().port}/hooks`;
            const { status } = await fetch(url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body });
            console.log(status);
            server.close();
            process.exit(status === 204 ? 0 : 1);
            """;

        await AssertVerifiesAsync(webhook => NodeAsync(program, webhook, "204"));
    }

    [Fact]
    public async Task A_webhook_is_verified_in_c_sharp()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        await using var app = builder.Build();
        WebhookSnippet.Map(app, Snippets.Secret);
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        await AssertVerifiesAsync(async webhook =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/hooks", UriKind.Relative))
            {
                Content = new ByteArrayContent(Encoding.UTF8.GetBytes(webhook.Body)),
            };
            foreach (var (name, value) in webhook.Headers)
                request.Headers.Add(name, value);
            using var response = await client.SendAsync(request);
            return response.StatusCode switch
            {
                HttpStatusCode.NoContent => Verified,
                HttpStatusCode.BadRequest => "refused",
                var other => throw new InvalidOperationException($"{other}"),
            };
        });
    }

    /// <summary>A document's program is in the file that the compiler takes, line by line.</summary>
    [Fact]
    public void The_program_in_c_sharp_is_the_one_that_is_compiled_here()
    {
        var compiled = Lines(File.ReadAllText(Path.Combine(Repository.Root, "tests", "Documents", "WebhookSnippet.cs")));
        var shown = Lines(Text(Webhooks, "using System.Text;"))
            .ToLookup(line =>
                line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('=', StringComparison.Ordinal)
            );

        Assert.All(shown[true], line => Assert.Contains(line, compiled));
        Assert.Contains(string.Join('\n', shown[false]), string.Join('\n', compiled), StringComparison.Ordinal);

        static List<string> Lines(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
    }

    [Fact]
    public async Task A_webhook_is_verified_in_python()
    {
        var program = $$"""
            {{Text(Webhooks, "import base64")}}

            import json, sys
            webhook = json.load(sys.stdin)
            try:
                verify(webhook["secret"], webhook["headers"], webhook["body"].encode())
            except ValueError as error:
                sys.exit(f"refused: {error}")
            """;

        await AssertVerifiesAsync(async webhook =>
        {
            var (exitCode, output) = await Snippets.RunAsync(
                "python3",
                ["-c", program],
                JsonSerializer.Serialize(webhook, JsonSerializerOptions.Web)
            );
            return exitCode == 0 ? Verified
                : output.StartsWith("refused: ", StringComparison.Ordinal) ? output
                : throw new InvalidOperationException(output);
        });
    }

    [Fact]
    public async Task A_signature_that_does_not_match_is_explained_as_the_document_shows_it()
    {
        var command = Assert
            .Single(DocumentBlock.All, block => block.File == Webhooks && block.Text.Contains("verify-webhook --headers", StringComparison.Ordinal))
            .Text;
        var sentAt = new DateTimeOffset(2026, 11, 22, 4, 0, 0, TimeSpan.Zero);
        var webhook = Snippets.Webhook("""{"type":"deposit.completed","data":{"id":"dep_4xe7bw90sba62sj1ffa4cph7w3"}}""", sentAt);
        using var folder = new TemporaryFolder();
        Write("headers.txt", string.Concat(webhook.Headers.Select(header => $"{header.Key}: {header.Value}\n")));
        Write("body.bin", "{\n  \"type\": \"deposit.completed\",\n  \"data\": {\n    \"id\": \"dep_4xe7bw90sba62sj1ffa4cph7w3\"\n  }\n}");
        Write("secret.txt", webhook.Secret);

        var arguments = command[(command.IndexOf("-- ", StringComparison.Ordinal) + 3)..]
            .Split(' ')
            .Select(word => word.Contains('.', StringComparison.Ordinal) ? Path.Combine(folder.Path, word) : word);
        var (exitCode, output, _) = await Launcher.RunAsync([.. arguments, "--now", "2026-11-22T04:00:12Z"]);

        Assert.Equal(1, exitCode);
        Assert.Equal(Text(Webhooks, "ok     webhook-id"), output.ReplaceLineEndings("\n").TrimEnd());

        void Write(string name, string text) => File.WriteAllText(Path.Combine(folder.Path, name), text);
    }

    // A whole object, one member a line.
    private static bool IsExample(DocumentBlock block) =>
        block.File.StartsWith("docs/merchant/", StringComparison.Ordinal) && block.Text.StartsWith("{\n", StringComparison.Ordinal);

    private static string Text(string file, string start) =>
        Assert.Single(DocumentBlock.All, block => block.File == file && block.Text.StartsWith(start, StringComparison.Ordinal)).Text;

    private static async Task AssertVerifiesAsync(Func<SignedWebhook, Task<string>> verifyAsync)
    {
        foreach (var (what, webhook) in Snippets.Webhooks())
        {
            var verdict = await verifyAsync(webhook);
            Assert.True(what == "good" == (verdict == Verified), $"{what}: {verdict}");
        }
    }

    /// <summary>Runs a program among the installed packages, so that it finds them as any project does.</summary>
    private static async Task<string> NodeAsync(string program, SignedWebhook webhook, string prints)
    {
        var file = Path.Combine(Repository.Root, "infra", "node", "node_modules", $".snippet-{Guid.NewGuid():N}.mjs");
        await File.WriteAllTextAsync(file, program);
        try
        {
            var (exitCode, output) = await Snippets.RunAsync(
                "node",
                [file],
                JsonSerializer.Serialize(webhook, JsonSerializerOptions.Web),
                ("WEBHOOK_SECRET", webhook.Secret)
            );
            if (exitCode == 0)
                Assert.Equal(prints, output.Trim());
            else
                Assert.True(output.Contains("WebhookVerificationError", StringComparison.Ordinal) || output.Trim() == "400", output);
            return exitCode == 0 ? Verified : output;
        }
        finally
        {
            File.Delete(file);
        }
    }
}

using System.Text.Json.Nodes;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>An answer of the merchant API, as it came over the wire.</summary>
internal sealed record MerchantApiAnswer(int Status, string? MediaType, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public JsonNode Body => JsonNode.Parse(Text)!;

    /// <summary>The body's text member of that name.</summary>
    public string? Word(string name) => (string?)Body[name];

    /// <summary>The body without the one thing in it that differs from request to request.</summary>
    public string TextWithoutId => Text.Replace(Headers["Request-Id"], "ID", StringComparison.Ordinal);

    /// <summary>The fields that a problem names.</summary>
    public IEnumerable<string> Fields => Body["errors"] is JsonArray errors ? errors.Select(error => (string)error!["field"]!) : [];

    public static async Task<MerchantApiAnswer> ReadAsync(HttpResponseMessage response)
    {
        var answer = new MerchantApiAnswer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            response
                .Headers.Concat(response.Content.Headers)
                .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
            await response.Content.ReadAsStringAsync()
        );
        answer.AssertTellsNothingOfUs();
        return answer;
    }

    /// <summary>It is a whole problem of RFC 9457, with the members that ours always have.</summary>
    public MerchantApiAnswer AssertProblem(int status, string code)
    {
        Assert.True(status == Status, $"Expected {status} {code}, but got {Status}: {Text}");
        Assert.Equal("application/problem+json", MediaType);
        Assert.Equal("about:blank", Word("type"));
        Assert.False(string.IsNullOrWhiteSpace(Word("title")));
        Assert.Equal(status, (int)Body["status"]!);
        Assert.Equal(code, Word("code"));
        Assert.False(string.IsNullOrWhiteSpace(Word("detail")));
        Assert.Equal(Headers["Request-Id"], Word("request_id"));
        if (Body["errors"] is { } errors)
        {
            Assert.All(
                errors.AsArray(),
                error =>
                {
                    Assert.NotNull((string?)error!["field"]);
                    Assert.False(string.IsNullOrWhiteSpace((string?)error["message"]));
                }
            );
        }

        return this;
    }

    // Whatever was asked: no failure of ours, no product name, nothing of our code.
    private void AssertTellsNothingOfUs()
    {
        Assert.NotEqual(500, Status);
        Assert.False(Headers.ContainsKey("Server"), "The answer has a Server header.");
        Assert.False(Headers.ContainsKey("X-Powered-By"), "The answer has an X-Powered-By header.");
        foreach (var ours in (string[])["   at ", "Exception", "System.", "PaymentHub.", ".cs:line"])
            Assert.DoesNotContain(ours, Text, StringComparison.Ordinal);
    }
}

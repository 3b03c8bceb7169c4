using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PaymentHub.Tests.Contract;

/// <summary>
/// What merchants read, kept in files: whatever is on the wire otherwise than there fails. After a change that is meant, and that takes
/// nothing away from merchants, PAYMENTHUB_RENEW_CONTRACT=yes writes the files anew, and the diff is part of the review.
/// </summary>
public class GoldenTests
{
    private const string Renew = "PAYMENTHUB_RENEW_CONTRACT";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string Folder = ContractTools.Here("golden");

    [Fact]
    public async Task What_is_on_the_wire_is_what_the_golden_files_say()
    {
        var samples = await WireSamples.AllAsync();
        if (Environment.GetEnvironmentVariable(Renew) == "yes")
            Write(samples);

        var files = Directory.EnumerateFiles(Folder, "*.json").ToDictionary(file => Path.GetFileNameWithoutExtension(file)!, File.ReadAllText);
        Assert.Equal(samples.Keys.Order(StringComparer.Ordinal), files.Keys.Order(StringComparer.Ordinal));
        var differences = files.SelectMany(file => Differences(JsonNode.Parse(file.Value), JsonNode.Parse(samples[file.Key]), file.Key)).ToList();
        Assert.True(differences.Count == 0, $"{string.Join('\n', differences)}\nIf this is meant: {Renew}=yes dotnet test --filter GoldenTests");
    }

    [Fact]
    public void A_member_that_disappears_changes_or_appears_is_found()
    {
        var golden = JsonNode.Parse("""{"a":"1","b":1,"c":[{"d":true}],"e":null}""");
        var wire = JsonNode.Parse("""{"a":1,"c":[{}],"e":null,"f":"2"}""");

        Assert.Equal(
            ["x.a is another type or value: \"1\" was 1 now.", "x.b has disappeared.", "x.c[0].d has disappeared.", "x.f is new."],
            Differences(golden, wire, "x").Order(StringComparer.Ordinal)
        );
        Assert.Empty(Differences(golden, golden!.DeepClone(), "x"));
    }

    private static void Write(IReadOnlyDictionary<string, string> samples)
    {
        Directory.CreateDirectory(Folder);
        foreach (var file in Directory.EnumerateFiles(Folder, "*.json"))
            File.Delete(file);
        foreach (var (name, text) in samples)
            File.WriteAllText(Path.Combine(Folder, name + ".json"), JsonNode.Parse(text)!.ToJsonString(Readable).ReplaceLineEndings("\n") + "\n");
    }

    private static IEnumerable<string> Differences(JsonNode? golden, JsonNode? wire, string where)
    {
        switch (golden, wire)
        {
            case (JsonObject before, JsonObject after):
                return before
                    .SelectMany(member =>
                        after.ContainsKey(member.Key)
                            ? Differences(member.Value, after[member.Key], $"{where}.{member.Key}")
                            : [$"{where}.{member.Key} has disappeared."]
                    )
                    .Concat(after.Where(member => !before.ContainsKey(member.Key)).Select(member => $"{where}.{member.Key} is new."));
            case (JsonArray before, JsonArray after) when before.Count == after.Count:
                return before.Zip(after).SelectMany((pair, index) => Differences(pair.First, pair.Second, $"{where}[{index}]"));
            default:
                return JsonNode.DeepEquals(golden, wire)
                    ? []
                    : [$"{where} is another type or value: {golden?.ToJsonString() ?? "null"} was {wire?.ToJsonString() ?? "null"} now."];
        }
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PaymentHub.Merchants;

namespace PaymentHub.Http;

/// <summary>
/// Reads request bodies strictly: a misspelt or repeated member is an error, never a silently different payment. All mistakes are reported at once;
/// the serializer alone would stop at the first one, and its exception does not say whether a member is repeated or the body is not JSON.
/// </summary>
public static class RequestJson
{
    /// <summary>The largest body that is read, in bytes.</summary>
    public const int MaxBody = 16 * 1024;

    // They come back in the answer: nobody needs more of them.
    private const int MaxErrors = 100;
    private const int MaxName = 64;

    private const string NoJson = "The body is not valid JSON.";
    private const string NoObject = "The body must be a JSON object.";
    private const string Twice = "A field is given twice.";

    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        MaxDepth = 8,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>Reads a body as a request of that kind.</summary>
    /// <param name="check">What is wrong with the members that could be read; asked only when others could not.</param>
    public static Result<T> Read<T>(ReadOnlySpan<byte> body, Func<T, Problem?>? check = null)
        where T : class
    {
        var members = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        List<FieldError> errors;
        try
        {
            errors = ReadMembers(body, Strict.GetTypeInfo(typeof(T)), members);
        }
        catch (JsonException)
        {
            return new Result<T>.Failure(Problem.InvalidRequest("", NoJson));
        }

        var request = JsonSerializer.Deserialize<T>(Join(members), Strict)!;
        if (errors.Count == 0)
            return new Result<T>.Success(request);
        var told = errors.Select(error => error.Field.Split('.')[0]).ToHashSet(StringComparer.Ordinal);
        if (errors is not [{ Field: "", Message: NoObject }])
            errors.AddRange((check?.Invoke(request)?.Errors ?? []).Where(error => !told.Contains(error.Field)));
        return new Result<T>.Failure(Problem.InvalidRequest([.. errors.Take(MaxErrors)]));
    }

    /// <summary>Takes the members that can be read, as they stand there, and says what is wrong with the others.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    private static List<FieldError> ReadMembers(ReadOnlySpan<byte> body, JsonTypeInfo type, Dictionary<string, byte[]> members)
    {
        var errors = new List<FieldError>();
        // As deep as a body can be: what is too deep in one member is that member's mistake.
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxBody });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            errors.Add(new FieldError("", NoObject));
        }
        else
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = NameAt(ref reader);
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                var value = body[start..(int)reader.BytesConsumed];
                if (!seen.Add(name))
                    errors.Add(new FieldError(Shown(name), Twice));
                else if (type.Properties.FirstOrDefault(property => property.Name == name) is not { } property)
                    errors.Add(new FieldError(Shown(name), "There is no such field here."));
                else if (Mistake(property, value) is { } mistake)
                    errors.Add(mistake);
                else
                    members[name] = value.ToArray();
            }
        }

        // What stands behind it is no JSON, and the reader says so.
        reader.Read();
        // A repeated member has no certain value.
        foreach (var error in errors.Where(error => error.Message == Twice))
            members.Remove(error.Field);
        return errors;
    }

    private static FieldError? Mistake(JsonPropertyInfo property, ReadOnlySpan<byte> value)
    {
        try
        {
            JsonSerializer.Deserialize(value, property.PropertyType, Strict);
            return null;
        }
        catch (JsonException e)
        {
            // The path names the member; the serializer's message is about our types and is not shown.
            var below = (e.Path ?? "$")[1..];
            var message =
                e.Message.Split(" Path: ")[0].Contains("duplicate", StringComparison.OrdinalIgnoreCase) ? Twice
                : value[0] == '"' && property.PropertyType == typeof(string) ? "It is no valid text."
                : below.Length > 0 || property.PropertyType == typeof(string)
                    ? (property.Name == "amount" ? "Send amounts as strings, for instance \"12.50\"." : "It must be a string.")
                : property.PropertyType == typeof(int?) ? "It must be a whole number."
                : property.PropertyType == typeof(bool?) ? "It must be true or false."
                : property.PropertyType == typeof(IReadOnlyList<string>) ? "It must be a list of strings."
                : "It must be an object of strings.";
            return new FieldError(Shown(property.Name + below), message);
        }
    }

    private static string NameAt(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a character, or bytes that are none.
            return reader.ValueIsEscaped ? "" : Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    private static string Shown(string name) => string.Concat(name.Take(MaxName).Where(c => !char.IsControl(c) && !char.IsSurrogate(c)));

    private static byte[] Join(Dictionary<string, byte[]> members)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach (var (name, value) in members)
            {
                json.WritePropertyName(name);
                json.WriteRawValue(value, skipInputValidation: true);
            }

            json.WriteEndObject();
        }

        return bytes.ToArray();
    }
}

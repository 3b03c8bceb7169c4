using System.Globalization;
using System.Text;
using System.Text.Json;
using PaymentHub.Merchants;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PaymentHub.Http.Console;

/// <summary>
/// A document as an operator writes it: JSON, or equivalent YAML, read equally strictly. Without anchors, aliases and tags, so that it means only
/// what it shows; a repeated name is a mistake.
/// </summary>
internal static class ConsoleYaml
{
    /// <summary>Far more than any document has; what is too deep for a request is told by its field.</summary>
    private const int MaxDepth = 32;

    public static Result<T> Read<T>(string text)
        where T : class
    {
        if (Encoding.UTF8.GetByteCount(text) > RequestJson.MaxBody)
            return Not<T>($"The document may have at most {RequestJson.MaxBody} bytes.");
        if (text.AsSpan().TrimStart() is ['{', ..])
            return RequestJson.Read<T>(Encoding.UTF8.GetBytes(text));
        try
        {
            return RequestJson.Read<T>(ToJson(text));
        }
        catch (Exception e) when (e is YamlException or ArgumentException)
        {
            // It holds secrets, so no more is said of it than where it breaks.
            var where = e is YamlException { Start.Line: > 0 and var line } ? FormattableString.Invariant($": see line {line}") : "";
            return Not<T>(e is NotTakenException ? $"{e.Message.TrimEnd('.')}{where}." : $"The document is neither JSON nor YAML{where}.");
        }
    }

    private static Result<T>.Failure Not<T>(string message) => new(Problem.InvalidRequest("", message));

    private static byte[] ToJson(string text)
    {
        var parser = new Parser(new StringReader(text));
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            parser.Consume<StreamStart>();
            if (parser.TryConsume<DocumentStart>(out _))
            {
                Write(parser, json, 0);
                parser.Consume<DocumentEnd>();
            }
            else
            {
                json.WriteNullValue();
            }

            if (parser.TryConsume<DocumentStart>(out var second))
                throw new NotTakenException(second, "Only one document is allowed");
            parser.Consume<StreamEnd>();
        }

        return buffer.ToArray();
    }

    private static void Write(Parser parser, Utf8JsonWriter json, int depth)
    {
        if (parser.Current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
            throw new NotTakenException(parser.Current, "Anchors and aliases are not supported");
        if (parser.Current is NodeEvent { Tag.IsEmpty: false })
            throw new NotTakenException(parser.Current, "Tags are not supported");
        if (depth > MaxDepth)
            throw new NotTakenException(parser.Current!, "It is too deep");
        if (parser.TryConsume<MappingStart>(out _))
        {
            json.WriteStartObject();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                if (parser.Current is not Scalar { Anchor.IsEmpty: true, Tag.IsEmpty: true } name)
                    throw new NotTakenException(parser.Current!, "A member's name must be plain text");
                parser.MoveNext();
                json.WritePropertyName(name.Value);
                Write(parser, json, depth + 1);
            }

            json.WriteEndObject();
        }
        else if (parser.TryConsume<SequenceStart>(out _))
        {
            json.WriteStartArray();
            while (!parser.TryConsume<SequenceEnd>(out _))
                Write(parser, json, depth + 1);
            json.WriteEndArray();
        }
        else
        {
            Write(parser.Consume<Scalar>(), json);
        }
    }

    /// <summary>As YAML's core schema reads it; but what would be written otherwise as a number, such as 007, is the text that it is.</summary>
    private static void Write(Scalar scalar, Utf8JsonWriter json)
    {
        switch (scalar.Style == ScalarStyle.Plain ? scalar.Value : null)
        {
            case "" or "~" or "null":
                json.WriteNullValue();
                break;
            case "true" or "false":
                json.WriteBooleanValue(scalar.Value == "true");
                break;
            case { } plain
                when decimal.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    && number.ToString(CultureInfo.InvariantCulture) == plain:
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteStringValue(scalar.Value);
                break;
        }
    }

    private sealed class NotTakenException(ParsingEvent at, string message) : YamlException(at.Start, at.End, message);
}

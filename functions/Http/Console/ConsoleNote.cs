using Microsoft.Extensions.Primitives;
using PaymentHub.Merchants;

namespace PaymentHub.Http.Console;

/// <summary>Whether a form asks why something is done.</summary>
public enum ConsoleNoteField
{
    /// <summary>It may be said.</summary>
    Optional,

    /// <summary>It has to be said: something is thrown away, or decided.</summary>
    Required,

    /// <summary>It is not asked.</summary>
    None,
}

/// <summary>What an operator has written into a form's note.</summary>
internal static class ConsoleNote
{
    /// <summary>The note as one line, for a text area's lines are nothing that an API would take; null when nothing was written.</summary>
    public static string? Of(IReadOnlyDictionary<string, StringValues> form) =>
        string.Join(
            ' ',
            form.GetValueOrDefault("note").ToString().Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        )
            is { Length: > 0 } note
            ? note
            : null;

    /// <summary>What somebody does by a form.</summary>
    /// <param name="isRequired">Whether they have to say why.</param>
    public static Result<Deed> Read(ConsoleVisit visit, IReadOnlyDictionary<string, StringValues> form, bool isRequired = false)
    {
        var request = new NoteRequest(Of(form));
        return NoteRequest.Check(request, isRequired) is { } problem
            ? new Result<Deed>.Failure(problem)
            : new Result<Deed>.Success(new Deed(visit.By, request.Note));
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using PaymentHub.Http;
using PaymentHub.Http.Console;
using PaymentHub.Merchants;

namespace PaymentHub.Functions;

/// <summary>What a form wants of the directory: shown before it is done, with every mistake by its field, and what came of it.</summary>
public sealed class ConsoleEdits(ConsoleEdge console, PageRenderer renderer)
{
    /// <summary>Shows what the document in a form would create, or creates it.</summary>
    /// <param name="named">Gives it the id that the form has chosen, so that a form that comes twice makes one.</param>
    public Task<IResult> CreateAsync<T>(
        HttpRequest request,
        ConsoleDocument kind,
        Func<T, string> merchantOf,
        Func<EditRequest, T, CancellationToken, Task<Result<DirectoryEdit>>> change,
        Func<T, string, T>? named = null
    )
        where T : class =>
        console.ActAsync(
            request,
            OperatorRoles.Admin,
            (visit, form, token) =>
                EditAsync<T>(
                    request,
                    (visit, form),
                    kind,
                    (edit, document) =>
                    {
                        if (form.GetValueOrDefault(ConsoleDocument.ChosenId).ToString() is { Length: > 0 } id && named is not null)
                            document = named(document, id);
                        return change(edit with { MerchantId = merchantOf(document) }, document, token);
                    },
                    edit => $"/console/merchants/{edit.After.Id}?done=created"
                ),
            ConsoleEdge.MaxDocumentForm
        );

    /// <summary>Shows what the document in a form would change, or changes it.</summary>
    /// <param name="doneAt">Where to go when there is nothing to be shown once.</param>
    public async Task<IResult> EditAsync<T>(
        HttpRequest request,
        (ConsoleVisit Visit, IReadOnlyDictionary<string, StringValues> Form) sent,
        ConsoleDocument kind,
        Func<EditRequest, T, Task<Result<DirectoryEdit>>> change,
        Func<DirectoryEdit, string> doneAt
    )
        where T : class
    {
        var (visit, form) = sent;
        var text = form.GetValueOrDefault("document").ToString();
        // Whatever else a form says, nothing is done that has not been asked for by that word.
        var dry = form.GetValueOrDefault("action") != "apply";
        var result = await RequestOf(sent, "", dry).ThenAsync(edit => ConsoleYaml.Read<T>(text).ThenAsync(document => change(edit, document)));
        if (result is Result<DirectoryEdit>.Success { Value: var done } && !dry)
            return await ShowAsync(request, visit, kind, done, doneAt(done));

        var problem = (result as Result<DirectoryEdit>.Failure)?.Problem;
        return await renderer.RenderAsync<ConsoleEdit>(
            new()
            {
                [nameof(ConsoleEdit.Visit)] = visit,
                [nameof(ConsoleEdit.Kind)] = kind,
                [nameof(ConsoleEdit.Path)] = request.Path.Value,
                [nameof(ConsoleEdit.Form)] = new ConsoleDocumentText(text, ConsoleNote.Of(form))
                {
                    Version = form.GetValueOrDefault("version").ToString() is { Length: > 0 } version ? version : null,
                    // One that was made under this id is made; another form makes another.
                    ChosenId = problem?.Code == "already_exists" ? null : form.GetValueOrDefault(ConsoleDocument.ChosenId).ToString(),
                },
                [nameof(ConsoleEdit.Plan)] = (result as Result<DirectoryEdit>.Success)?.Value,
                [nameof(ConsoleEdit.Problem)] = problem,
            },
            problem?.Status ?? StatusCodes.Status200OK
        );
    }

    /// <summary>What somebody asks to change by a form, with the version that was on its page.</summary>
    public static Result<EditRequest> RequestOf(
        (ConsoleVisit Visit, IReadOnlyDictionary<string, StringValues> Form) sent,
        string merchant,
        bool dry,
        bool needsNote = false
    ) =>
        ConsoleNote
            .Read(sent.Visit, sent.Form, needsNote)
            .Match<Result<EditRequest>>(
                deed => new Result<EditRequest>.Success(
                    new EditRequest(
                        merchant,
                        Author.Of(deed.Value.By),
                        sent.Form.GetValueOrDefault("version").ToString() is { Length: > 0 } version ? $"\"{version}\"" : null,
                        dry
                    )
                    {
                        Note = deed.Value.Note,
                    }
                ),
                problem => new Result<EditRequest>.Failure(problem)
            );

    /// <summary>What was made, this once, where something was; else another page.</summary>
    public async Task<IResult> ShowAsync(HttpRequest request, ConsoleVisit visit, ConsoleDocument kind, DirectoryEdit edit, string otherwise)
    {
        if (edit.Secret is not { } secret)
            return ConsoleEdge.SeeOther(request, otherwise);
        ConsoleEdge.AllowCopying(request);
        return await renderer.RenderAsync<ConsoleSecret>(
            new()
            {
                [nameof(ConsoleSecret.Visit)] = visit,
                [nameof(ConsoleSecret.Kind)] = kind,
                [nameof(ConsoleSecret.Edit)] = edit,
                [nameof(ConsoleSecret.Secret)] = secret,
            }
        );
    }
}

using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Merchants;

/// <summary>A named person who runs the hub. Every change by them carries the name.</summary>
/// <param name="Name">The name in settings.</param>
/// <param name="Keys">The SHA-256 of each of their keys' UTF-8 text: one, or two during a rotation.</param>
/// <param name="Roles">What they may do.</param>
public sealed record Operator(string Name, IReadOnlyList<ReadOnlyMemory<byte>> Keys, OperatorRoles Roles)
{
    /// <summary>Whether they may do what needs this role. Every role includes view: nobody can decide on what they cannot see.</summary>
    public bool May(OperatorRoles role) => role == OperatorRoles.View ? Roles != OperatorRoles.None : Roles.HasFlag(role);
}

/// <summary>What an operator does, as it is kept for whoever looks at it later.</summary>
/// <param name="Note">Why, in their words; null when they said nothing. Not told to merchants.</param>
public sealed record Deed(Operator By, string? Note = null)
{
    /// <summary>The longest note, in characters.</summary>
    public const int MaxNote = 1024;
}

/// <summary>The body of what an operator has done by one call; it may be left out.</summary>
/// <param name="Note">Why.</param>
public sealed record NoteRequest(string? Note)
{
    /// <summary>What is wrong with a request; null if nothing is.</summary>
    public static Problem? Check(NoteRequest request) => Check(request, isRequired: false);

    /// <summary>The same where they may have to say why.</summary>
    public static Problem? Check(NoteRequest request, bool isRequired)
    {
        var check = new RequestCheck();
        if (isRequired)
            check.Text("note", request.Note, Deed.MaxNote);
        else
            check.OptionalText("note", request.Note, Deed.MaxNote);
        return check.Problem;
    }
}

/// <summary>What an operator may do. A set; each role but view is given by itself.</summary>
[Flags]
public enum OperatorRoles
{
    None = 0,

    /// <summary>Read everything of all merchants.</summary>
    View = 1,

    /// <summary>Have work done again: replay, discard, revive, redeliver, reconcile, report.</summary>
    Operate = 2,

    /// <summary>Decide what became of money, and erase what is personal.</summary>
    Money = 4,

    /// <summary>Change who is served: merchants, accounts, endpoints, keys.</summary>
    Admin = 8,
}

/// <summary>The operators, as configured, without those in whose settings there are mistakes.</summary>
/// <param name="operators">Who may call <c>/ops</c>.</param>
/// <param name="mistakes">What is wrong with the others: a sentence each, which starts with the setting's name and tells no secret.</param>
public sealed class OperatorDirectory(IReadOnlyList<Operator> operators, IReadOnlyList<string> mistakes)
{
    public IReadOnlyList<Operator> Operators => operators;

    public IReadOnlyList<string> Mistakes => mistakes;

    /// <summary>Whose key this is; null when nobody has it.</summary>
    public Operator? Find(string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        Operator? found = null;
        // Every key is compared, whether or not one has matched already.
        foreach (var one in operators)
        {
            foreach (var known in one.Keys)
            {
                if (CryptographicOperations.FixedTimeEquals(hash, known.Span))
                    found = one;
            }
        }

        return found;
    }
}

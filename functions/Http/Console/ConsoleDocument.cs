using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Http.Console;

/// <summary>One of the documents by which the directory grows.</summary>
/// <param name="Name">Where the form for it leads, and its id on the page.</param>
/// <param name="Label">What it does.</param>
/// <param name="Example">What to begin with.</param>
/// <param name="Secret">What is made with it, and shown once; null when nothing is.</param>
public sealed record ConsoleDocument(string Name, string Label, string Example, string? Secret)
{
    /// <summary>The field with the id under which a form makes something, once.</summary>
    internal const string ChosenId = "chosen_id";

    public static ConsoleDocument Merchant { get; } = new("merchants", "Add a merchant", """{ "id": "shop", "name": "The Shop Ltd" }""", null);

    public static ConsoleDocument Account { get; } =
        new(
            "accounts",
            "Add an account",
            """
            {
              "id": "shop_pay",
              "provider": "pay_protocol",
              "settings": { "api_key": "", "api_secret": "" }
            }
            """,
            "Its callback URL: give it to the provider"
        );

    public static ConsoleDocument Endpoint { get; } =
        new(
            "endpoints",
            "Add an endpoint",
            """{ "id": "main", "url": "https://shop.example/webhooks" }""",
            "The secret that signs its webhooks: give it to the merchant"
        );

    public static ConsoleDocument ApiKey { get; } =
        new("api-keys", "Make an API key", """{ "owner": "shop", "roles": ["read", "deposits"] }""", "The key: give it to the merchant");

    /// <summary>The document of what lies there below a merchant; null when nothing does.</summary>
    public static ConsoleDocument? Of(string name) => new[] { Account, Endpoint, ApiKey }.FirstOrDefault(one => one.Name == name);

    /// <summary>What lies there below a merchant; null when nothing does.</summary>
    public static PartKind? KindOf(string name) =>
        name switch
        {
            "accounts" => PartKind.Account,
            "endpoints" => PartKind.Endpoint,
            "api-keys" => PartKind.ApiKey,
            _ => null,
        };

    /// <summary>What a change would write, field by field; of what is sealed only that it is there.</summary>
    public static IEnumerable<(string Field, string Value)> Shown(DirectoryEdit edit) =>
        edit.Part is not { } part
            ? [("id", edit.After.Id), ("name", edit.After.Name ?? "none"), ("disabled", edit.After.Disabled ? "yes" : "no")]
            :
            [
                ("merchant", edit.After.Id),
                (part.Kind == PartKind.ApiKey ? "kind" : "id", part.Kind == PartKind.ApiKey ? SnakeCaseEnum.Of(part.Kind) : part.Id),
                .. part
                    .Values.Where(value => value.Key != "Sha256")
                    .OrderBy(value => value.Key, StringComparer.Ordinal)
                    .Select(value => (DirectoryCheck.FieldOf(value.Key), value.Value)),
                .. part
                    .Secrets.Keys.Where(name => name.StartsWith("Settings:", StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal)
                    .Select(name => (DirectoryCheck.FieldOf(name), "sealed, never shown again")),
            ];
}

/// <summary>What a document's form has.</summary>
/// <param name="Document">The document as it was written.</param>
public sealed record ConsoleDocumentText(string Document, string? Note)
{
    /// <summary>The version that was on the page; null where something is made.</summary>
    public string? Version { get; init; }

    /// <summary>The id under which it is made; null where another one is chosen.</summary>
    public string? ChosenId { get; init; }
}

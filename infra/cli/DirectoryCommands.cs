using System.CommandLine;

namespace PaymentHub.Cli;

/// <summary>Merchants, their accounts, endpoints and API keys.</summary>
internal static class DirectoryCommands
{
    private const string Merchants = "/ops/merchants";
    private const string Merchant = Merchants + "/{merchant}";

    private const string GivenVersion =
        "The version must be the one that was edited: leave it in the document as 'show --json' wrote it, or give --version.";

    private static readonly (string Name, string Description)[] Rotation =
    [
        ("value", "A file with the new value, or - for standard input."),
        ("overlap", "How long the old one stays valid, such as 7.00:00:00."),
        ("keep", "If two are valid already: which one stays valid beside the new one, older or newer."),
    ];

    public static IEnumerable<Command> Create() =>
        [
            CommandLine.Group(
                "merchants",
                "Merchants of the directory.",
                List(Merchants, ["id", "managed_by", "differences", "mistakes"], isPaged: true),
                Show(Merchant),
                Create(Merchants),
                Replace(Merchant, []),
                new ApplyCommand(),
                new ExportCommand(),
                Switch("disable", "Refuses a merchant's keys and starts nothing new for it. What arrives for its orders is still processed."),
                Switch("enable", "Serves a disabled merchant again."),
                new HubCommand(
                    "import",
                    "Makes the directory's merchant match the settings, with every key and secret. The settings apply as long as they contain it.",
                    new HubCall(HttpMethod.Post, Merchant + "/import") { CanTry = true, Version = VersionRule.Optional }
                ),
                new HubCommand(
                    "discard-import",
                    "Takes an import back: without the settings, nothing of the merchant would be served.",
                    new HubCall(HttpMethod.Delete, Merchant + "/import")
                    {
                        CanTry = true,
                        Version = VersionRule.Optional,
                        Question = "This removes {merchant} from the directory: without its settings it would not be served.",
                    }
                ),
                new HubCommand(
                    "history",
                    "Who changed what, and when.",
                    new HubCall(HttpMethod.Get, Merchant + "/history")
                    {
                        IsPaged = true,
                        Columns = ["version", "at", "by.name", "what", "id", "fields"],
                    }
                ),
                new HubCommand(
                    "reencrypt",
                    "Encrypts a part of the secrets with the newest master key; repeat with --cursor until 'finished' is yes.",
                    new HubCall(HttpMethod.Post, "/ops/directory/reencrypt") { Query = [("cursor", "The next_cursor of the previous call.")] }
                )
            ),
            CommandLine.Group(
                "accounts",
                "A merchant's accounts at providers. To switch one off, replace it with \"disabled\": true.",
                List(Merchant + "/accounts", ["id", "provider", "disabled", "withdrawals", "base_url", "version", "mistake"]),
                Show(Merchant + "/accounts/{account}"),
                Create(Merchant + "/accounts"),
                Replace(Merchant + "/accounts/{account}", []),
                Rotate(
                    "rotate-callback-id",
                    "Makes a new callback URL, which is shown only this once.",
                    Merchant + "/accounts/{account}/rotate-callback-id"
                ),
                Rotate("rotate-key", "Adds a new key with which the provider signs its callbacks.", Merchant + "/accounts/{account}/rotate-key")
            ),
            CommandLine.Group(
                "endpoints",
                "A merchant's webhook endpoints.",
                List(Merchant + "/endpoints", ["id", "url", "disabled", "events", "version", "mistake"]),
                Show(Merchant + "/endpoints/{endpoint}"),
                Create(Merchant + "/endpoints"),
                Replace(Merchant + "/endpoints/{endpoint}", []),
                Rotate("rotate", "Makes a new webhook secret, which is shown only this once.", Merchant + "/endpoints/{endpoint}/rotate-secret"),
                new HubCommand(
                    "delete",
                    "Deletes one.",
                    new HubCall(HttpMethod.Delete, Merchant + "/endpoints/{endpoint}")
                    {
                        CanTry = true,
                        Version = VersionRule.Current,
                        VersionPath = Merchant + "/endpoints/{endpoint}",
                        Question = "This deletes {merchant}'s endpoint {endpoint}: its webhooks are no longer sent.",
                    }
                )
            ),
            CommandLine.Group(
                "api-keys",
                "A merchant's API keys.",
                List(Merchant + "/api-keys", ["id", "owner", "roles", "expires_at", "last_used_at", "version", "mistake"]),
                Show(Merchant + "/api-keys/{key}"),
                Create(Merchant + "/api-keys"),
                Replace(Merchant + "/api-keys/{key}", ["id"]),
                new HubCommand(
                    "revoke",
                    "Revokes one; it is refused everywhere within 15 seconds.",
                    new HubCall(HttpMethod.Delete, Merchant + "/api-keys/{key}")
                    {
                        CanTry = true,
                        Question = "This revokes {merchant}'s key {key}: whoever uses it is refused.",
                    }
                )
            ),
        ];

    private static HubCommand List(string path, string[] columns, bool isPaged = false) =>
        new("list", "Lists them.", new HubCall(HttpMethod.Get, path) { IsPaged = isPaged, Columns = columns });

    private static HubCommand Show(string path) =>
        new("show", "Shows one; --json writes a document for 'replace'. Secrets are never shown.", new HubCall(HttpMethod.Get, path));

    private static HubCommand Create(string path) =>
        new(
            "create",
            "Creates one from a document. Secrets in the response are shown only this once.",
            new HubCall(HttpMethod.Post, path) { TakesDocument = true, CanTry = true }
        );

    private static HubCommand Replace(string path, string[] leftOut) =>
        new(
            "replace",
            $"Replaces one with a document; a secret that it leaves out stays. {GivenVersion}",
            new HubCall(HttpMethod.Put, path)
            {
                TakesDocument = true,
                LeftOut = leftOut,
                CanTry = true,
                Version = VersionRule.Given,
            }
        );

    private static HubCommand Rotate(string name, string description, string path) =>
        new(
            name,
            description + " Without --version it is the present one.",
            new HubCall(HttpMethod.Post, path)
            {
                Fields = Rotation,
                CanTry = true,
                Version = VersionRule.Current,
            }
        );

    private static HubCommand Switch(string name, string description) =>
        new(
            name,
            description,
            new HubCall(HttpMethod.Post, $"{Merchant}/{name}")
            {
                CanTry = true,
                Question = name == "disable" ? "This refuses every request of {merchant}, and fails its withdrawals that are not sent yet." : null,
            }
        );
}

using System.CommandLine;

namespace PaymentHub.Cli;

/// <summary>What has gone wrong or waits, and having it done again.</summary>
internal static class WorkCommands
{
    private static readonly (string Name, string Description)[] Span = [("from", "Not before, such as 2026-05-01T00:00:00Z."), ("to", "Before.")];

    private static readonly (string Name, string Description) Account = ("account", "Only this account's.");

    public static IEnumerable<Command> Create() =>
        [
            Health(),
            CommandLine.Group(
                "callbacks",
                "The quarantine: callbacks that were refused or kept failing.",
                new HubCommand(
                    "list",
                    "Lists them.",
                    new HubCall(HttpMethod.Get, "/ops/quarantine")
                    {
                        IsPaged = true,
                        Query = [Account, .. Span],
                        Columns = ["id", "account", "verdict", "received_at", "bytes", "detail"],
                    }
                ),
                new HubCommand("show", "Shows one, with its headers and body.", new HubCall(HttpMethod.Get, "/ops/quarantine/{callback}")),
                new HubCommand(
                    "replay",
                    "Has one processed again, after its cause has been mended.",
                    new HubCall(HttpMethod.Post, "/ops/quarantine/{callback}/replay")
                ),
                new HubCommand(
                    "discard",
                    "Takes one out of the quarantine; it stays stored.",
                    new HubCall(HttpMethod.Post, "/ops/quarantine/{callback}/discard")
                    {
                        Question = "This takes {callback} out of the quarantine: nobody will look at it again.",
                    }
                ),
                new HubCommand(
                    "discard-many",
                    "Takes an account's out of the quarantine, those of a time and a verdict.",
                    new HubCall(HttpMethod.Post, "/ops/quarantine/discard")
                    {
                        Fields = [("account", "The account."), ("verdict", "Only those with this verdict."), .. Span],
                        Required = ["account", "from", "to"],
                        Question = "This takes all of {account}'s callbacks from {from} to {to} out of the quarantine, those with verdict {verdict}.",
                    }
                )
            ),
            CommandLine.Group(
                "dead-letters",
                "Work that kept failing in the hub itself.",
                new HubCommand(
                    "list",
                    "Lists it.",
                    new HubCall(HttpMethod.Get, "/ops/dead-letters")
                    {
                        IsPaged = true,
                        Columns = ["key", "order", "what", "due_at", "dead_lettered_at"],
                    }
                ),
                new HubCommand("revive", "Has one done again.", new HubCall(HttpMethod.Post, "/ops/dead-letters/{key}/revive"))
            ),
            CommandLine.Group(
                "webhooks",
                "Webhooks that were given up.",
                new HubCommand(
                    "failed",
                    "Lists them.",
                    new HubCall(HttpMethod.Get, "/ops/webhooks/failed")
                    {
                        IsPaged = true,
                        Query = [("merchant", "Only this merchant's."), .. Span],
                        Columns = ["event", "merchant", "endpoint", "failed_at", "result"],
                    }
                ),
                new HubCommand(
                    "redeliver",
                    "Sends all of an account's events of a time again. Goes on with --cursor where the answer has one.",
                    new HubCall(HttpMethod.Post, "/ops/webhooks/redeliver")
                    {
                        Fields = [("account", "The account."), .. Span, ("cursor", "The next_cursor of the previous call.")],
                        Required = ["account", "from", "to"],
                        Question = "This sends all webhooks of {account} from {from} to {to} again.",
                    }
                )
            ),
            Jobs("reconciliations", "Reading a provider's lists for what callbacks missed."),
            Jobs("reports", "Compare our orders with the provider's."),
        ];

    private static Command Health() =>
        CommandLine.Group(
            "health",
            "The state of the hub, its accounts, endpoints and queues.",
            new HubCommand("ready", "Whether it can work; needs no key.", new HubCall(HttpMethod.Get, "/health/ready")),
            new HubCommand(
                "accounts",
                "Every account: its mistakes, when it was last heard of.",
                new HubCall(HttpMethod.Get, "/ops/accounts")
                {
                    IsPaged = true,
                    Columns = ["account", "merchant", "provider", "status", "last_callback_at", "last_reconciled_at", "open_orders", "mistakes"],
                }
            ),
            new HubCommand(
                "endpoints",
                "Every endpoint: whether it answers, and what waits for it.",
                new HubCall(HttpMethod.Get, "/ops/endpoints")
                {
                    IsPaged = true,
                    Query = [("merchant", "Only this merchant's.")],
                    Columns = ["merchant", "id", "state", "since", "suspended.count", "last_24_hours.success_rate"],
                }
            ),
            new HubCommand(
                "queues",
                "How long the queues are.",
                new HubCall(HttpMethod.Get, "/ops/queues") { Columns = ["queue", "messages", "oldest_at"] }
            ),
            new HubCommand("integrity", "What the integrity check found in the hub's own rows.", new HubCall(HttpMethod.Get, "/ops/integrity"))
        );

    private static Command Jobs(string name, string description) =>
        CommandLine.Group(
            name,
            description,
            new HubCommand(
                "list",
                "Lists an account's.",
                new HubCall(HttpMethod.Get, $"/ops/accounts/{{account}}/{name}")
                {
                    Columns = ["id", "status", "from", "to", "created_at", "finished_at"],
                }
            ),
            new HubCommand("show", "Shows one.", new HubCall(HttpMethod.Get, $"/ops/accounts/{{account}}/{name}/{{id}}")),
            new HubCommand(
                "start",
                "Starts one; 'show' says how far it is.",
                new HubCall(HttpMethod.Post, $"/ops/accounts/{{account}}/{name}") { Query = Span, Required = ["from", "to"] }
            )
        );
}

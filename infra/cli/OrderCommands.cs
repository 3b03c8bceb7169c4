using System.CommandLine;

namespace PaymentHub.Cli;

/// <summary>Finding, reading and deciding orders.</summary>
internal static class OrderCommands
{
    private static readonly string[] Line =
    [
        "merchant",
        "order.id",
        "order.status",
        "order.review_reason",
        "order.amount",
        "order.currency",
        "order.reference",
        "order.created_at",
    ];

    public static Command Create() =>
        CommandLine.Group(
            "orders",
            "Find, read and decide orders.",
            new HubCommand(
                "find",
                "Finds orders by anything that is known about them.",
                new HubCall(HttpMethod.Get, "/ops/orders")
                {
                    IsPaged = true,
                    Columns = Line,
                    Query =
                    [
                        ("merchant", "The merchant's id."),
                        ("kind", "deposit or withdrawal."),
                        ("reference", "The merchant's reference."),
                        ("transaction_id", "The transfer on its chain."),
                        ("provider_order_id", "The provider's id; use it with --account."),
                        ("address", "The address that was paid to."),
                        ("amount", "The amount."),
                        ("customer_id", "The customer."),
                        ("status", "One status, or several with commas."),
                        ("account", "The account's id."),
                        ("from", "Not before, such as 2026-05-01T00:00:00Z."),
                        ("to", "Before."),
                    ],
                }
            ),
            new HubCommand(
                "show",
                "Shows an order with its decisions, timeline, deliveries and callbacks.",
                new HubCall(HttpMethod.Get, "/ops/orders/{order}")
            ),
            new HubCommand(
                "reviews",
                "Lists the orders in review.",
                new HubCall(HttpMethod.Get, "/ops/reviews") { IsPaged = true, Columns = [.. Line[..4], "reasons", .. Line[4..]] }
            ),
            new HubCommand(
                "open",
                "Lists the open orders, and what each waits for.",
                new HubCall(HttpMethod.Get, "/ops/open-orders")
                {
                    IsPaged = true,
                    Query = [("account", "Only this account's.")],
                    Columns = ["merchant", "order.id", "order.status", "waits_for", "due_at", "status_since"],
                }
            ),
            new HubCommand(
                "resolve",
                "Resolves an order in review. --version is the version that you looked at ('orders show'); if it has changed, the hub refuses.",
                new HubCall(HttpMethod.Post, "/ops/orders/{order}/resolve")
                {
                    Fields =
                    [
                        ("outcome", "completed, failed or resubmit."),
                        ("version", "The order's version when you looked."),
                        ("amount", "The amount; required to complete a deposit whose amount no provider has reported."),
                        ("note", "Why; stored with the order."),
                    ],
                    Required = ["outcome", "version", "note"],
                    Question = "This decides {order} at version {version} as '{outcome}', and the merchant is told.",
                }
            ),
            new HubCommand(
                "reopen",
                "Puts an order that is final, or under way at its provider, into review. --version is the version that you looked at.",
                new HubCall(HttpMethod.Post, "/ops/orders/{order}/review")
                {
                    Fields = [("version", "The order's version when you looked."), ("note", "Why; stored with the order.")],
                    Required = ["version", "note"],
                    Question = "This puts {order} into review at version {version}, and the merchant is told.",
                }
            ),
            new HubCommand(
                "withdraw-decision",
                "Takes back a decision that waits for a second operator.",
                new HubCall(HttpMethod.Post, "/ops/orders/{order}/resolve/withdraw")
            ),
            new HubCommand(
                "erase",
                "Erases the personal data of a withdrawal.",
                new HubCall(HttpMethod.Post, "/ops/orders/{order}/erase") { Question = "This erases the personal details of {order} forever." }
            ),
            OfMerchant("refresh", "Asks the provider about a deposit now"),
            OfMerchant("notify", "Has the provider send its callback about a deposit again"),
            OfMerchant("refresh-withdrawal", "Asks the provider about a withdrawal now"),
            OfMerchant("notify-withdrawal", "Has the provider send its callback about a withdrawal again")
        );

    public static Command CreateDeposits() =>
        CommandLine.Group(
            "deposits",
            "Enter deposits by hand.",
            new HubCommand(
                "enter",
                "Enters a deposit that no provider has reported, once per transaction. It is in review until a second operator resolves it as completed.",
                new HubCall(HttpMethod.Post, "/ops/deposits")
                {
                    Fields =
                    [
                        ("account", "The account that issued the address."),
                        ("customer_id", "The customer whose address it is."),
                        ("address", "The address that was paid to."),
                        ("network", "The network, if the customer has the address on several."),
                        ("transaction_id", "The transaction on its chain."),
                        ("amount", "How much arrived."),
                        ("currency", "The currency."),
                        ("evidence", "How you know; stored with the order."),
                    ],
                    Required = ["account", "customer_id", "address", "transaction_id", "amount", "currency", "evidence"],
                    Question =
                        "This enters {amount} {currency} for customer {customer_id} of {account}, and its merchant is told that it is in review.",
                }
            )
        );

    private static HubCommand OfMerchant(string name, string what) =>
        new(
            name,
            $"{what}, with the merchant's key ({HubAddress.MerchantKeyVariable}).",
            new HubCall(
                HttpMethod.Post,
                $"/v1/{(name.EndsWith("-withdrawal", StringComparison.Ordinal) ? "withdrawals" : "deposits")}/{{order}}/{name.Split('-')[0]}"
            )
        );
}

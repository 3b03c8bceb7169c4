using System.CommandLine;

namespace PaymentHub.Benchmarks;

/// <summary>The verbs and their options.</summary>
internal static class CommandLine
{
    // Everything that was started is ended before the program ends.
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(30);
    private const int Interrupted = 130;

    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON.", Recursive = true };

    private static readonly Option<Uri?> Url = new("--url")
    {
        Description = "A PaymentHub that runs elsewhere, with the settings of a plan (see the command plan); only what the driver sees is measured.",
        Recursive = true,
        HelpName = "address",
    };

    private static readonly Option<FileInfo?> Plan = new("--plan")
    {
        Description = "The plan that the product at --url runs with.",
        Recursive = true,
    };

    private static readonly Option<int> Instances = new("--instances")
    {
        Description = "How many instances of the product to start.",
        DefaultValueFactory = _ => 1,
        Recursive = true,
    };

    private static readonly Option<DirectoryInfo?> App = new("--app")
    {
        Description =
            "The folder of a published app, as 'dotnet publish functions -c Release -o <folder>' makes it, instead of the one that was built.",
        Recursive = true,
        HelpName = "folder",
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand(
            "Measures PaymentHub: its deployed build output with the real worker, under the local Functions host, on an empty storage emulator."
        )
        {
            Json,
            Url,
            Plan,
            Instances,
            App,
        };
        root.Add(RoadCommand());
        root.Add(IdleCommand());
        root.Add(NoisyCommand());
        root.Add(StartCommand());
        root.Add(ListsCommand());
        root.Add(ReconCommand());
        root.Add(MicroCommand());
        root.Add(PlanCommand());
        return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeToEnd });
    }

    private static Command RoadCommand()
    {
        var deposits = Number("--deposits", 1500, "How many deposits to measure.");
        var atOnce = Number("--at-once", 16, "How many callbacks are sent at once.");
        var backlog = Number("--backlog", 64, "How many deposits may be under way.");
        return Verb(
            new Command("road", "Deposits per second from callback to webhook, beside the same storage operations alone.")
            {
                deposits,
                atOnce,
                backlog,
            },
            (options, parsed, stop) => Road.RunAsync(options, parsed.GetValue(deposits), parsed.GetValue(atOnce), parsed.GetValue(backlog), stop)
        );
    }

    private static Command IdleCommand()
    {
        var deposits = Number("--deposits", 60, "How many deposits to measure, about one a second.");
        return Verb(
            new Command("idle", "How long one deposit takes on an idle hub.") { deposits },
            (options, parsed, stop) => Idle.RunAsync(options, parsed.GetValue(deposits), stop)
        );
    }

    private static Command NoisyCommand()
    {
        var rate = Number("--rate", 15, "Deposits a second of each merchant.");
        var seconds = Number("--seconds", 14, "How long each of the four phases is.");
        return Verb(
            new Command("noisy", "How much a merchant is affected by another one's load, dead endpoint and hanging endpoint.") { rate, seconds },
            (options, parsed, stop) => Noisy.RunAsync(options, parsed.GetValue(rate), TimeSpan.FromSeconds(parsed.GetValue(seconds)), stop)
        );
    }

    private static Command StartCommand()
    {
        var starts = Number("--starts", 7, "How many starts to measure.");
        return Verb(
            new Command("start", "How long a start takes, and the first callback after it.") { starts },
            (options, parsed, stop) =>
                options.Url is null ? Start.RunAsync(options, parsed.GetValue(starts), stop) : throw new ArgumentException("start takes no --url.")
        );
    }

    private static Command ListsCommand()
    {
        var orders = Number("--orders", 1000, "How many deposits the merchant has when it is measured last.");
        var pages = Number("--pages", 400, "How many pages, and how many single deposits, to read each time.");
        var atOnce = Number("--at-once", 8, "How many are asked for at once.");
        return Verb(
            new Command("lists", "Pages of a merchant's deposits, and single ones, with 200 of them and with many.") { orders, pages, atOnce },
            (options, parsed, stop) => Lists.RunAsync(options, parsed.GetValue(orders), parsed.GetValue(pages), parsed.GetValue(atOnce), stop)
        );
    }

    private static Command ReconCommand()
    {
        var lists = Number("--lists", 300, "How many lists there are to reconcile, two of each account.");
        var every = Number("--every", 45, "Seconds after which a list is due again.");
        var takes = Number("--takes", 1, "Seconds that the provider takes for each.");
        var seconds = Number("--seconds", 75, "How long to watch; more than every list takes to come round.");
        return Verb(
            new Command("recon", "How late the providers' lists are read if there are very many, and what reading one costs.")
            {
                lists,
                every,
                takes,
                seconds,
            },
            (options, parsed, stop) =>
            {
                var recon = new Recon(parsed.GetValue(lists), Of(every), Of(takes));
                return Recon.RunAsync(options, recon, Of(seconds), stop);

                TimeSpan Of(Option<int> option) => TimeSpan.FromSeconds(parsed.GetValue(option));
            }
        );
    }

    private static Command MicroCommand() =>
        Verb(
            new Command("micro", "CPU time and memory of single steps: callbacks, signatures, rows. Needs a release build."),
            (_, _, stop) => Task.Run(Micro.Micro.Run, stop)
        );

    private static Command PlanCommand()
    {
        var file = new Argument<FileInfo>("file") { Description = "Where to write it. It holds keys: only its owner may read it." };
        var command = new Command("plan", "Writes the settings for a PaymentHub that runs elsewhere, and the matching keys.") { file };
        command.SetAction(parsed => LoadPlan.Create(LoadOptions.Quiet, LoadOptions.Loud).Write(parsed.GetValue(file)!.FullName));
        return command;
    }

    private static Command Verb(Command command, Func<LoadOptions, ParseResult, CancellationToken, Task<Report>> run)
    {
        command.SetAction(
            async (parsed, stop) =>
            {
                try
                {
                    var plan = parsed.GetValue(Plan) is { } file ? LoadPlan.Read(file.FullName) : null;
                    if (parsed.GetValue(Url) is null != plan is null)
                        throw new ArgumentException("--url and --plan go together.");
                    if (plan is not null && parsed.GetValue(App) is not null)
                        throw new ArgumentException("--app starts the product, --url drives one that runs already: give one of them.");
                    var options = new LoadOptions(parsed.GetValue(Url), plan, parsed.GetValue(Instances), parsed.GetValue(App)?.FullName);
                    (await run(options, parsed, stop)).Write(parsed.GetValue(Json));
                    return 0;
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested)
                {
                    await Console.Error.WriteLineAsync("Interrupted; everything that was started has ended.");
                    return Interrupted;
                }
                catch (Exception e)
                    when (e is TimeoutException or InvalidOperationException or HttpRequestException or IOException or ArgumentException)
                {
                    await Console.Error.WriteLineAsync(e.Message);
                    return 1;
                }
            }
        );
        return command;
    }

    private static Option<int> Number(string name, int usual, string description)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            DefaultValueFactory = _ => usual,
            HelpName = "number",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !(int.TryParse(result.Tokens[0].Value, out var number) && number > 0))
                result.AddError($"{name} takes a number above 0.");
        });
        return option;
    }
}

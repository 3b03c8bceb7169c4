using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PaymentHub.Local.Screen;

/// <summary>What the person sees: moving and in colours at a terminal, plain lines everywhere else.</summary>
internal sealed class Terminal(IAnsiConsole console, bool moving, TimeProvider time)
{
    // Nobody's window: wide enough for the table.
    private const int PlainWidth = 140;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    public static Terminal Create()
    {
        var detected = AnsiConsole.Console;
        if (!Console.IsOutputRedirected)
            return new Terminal(detected, detected.Profile.Capabilities is { Ansi: true, Interactive: true }, TimeProvider.System);
        var plain = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No,
            }
        );
        plain.Profile.Width = PlainWidth;
        return new Terminal(plain, moving: false, TimeProvider.System);
    }

    /// <summary>Shows something that Spectre.Console can draw.</summary>
    public void Show(IRenderable drawing)
    {
        console.Write(drawing);
        console.WriteLine();
    }

    /// <summary>Does a step, and shows that it goes on and how long it took.</summary>
    public async Task<T> StepAsync<T>(string doing, Func<Task<T>> work)
    {
        var start = time.GetTimestamp();
        string Seconds() => string.Create(CultureInfo.InvariantCulture, $"{time.GetElapsedTime(start).TotalSeconds:0.0} s");
        if (!moving)
        {
            Line($"{doing} ...");
            var done = await work();
            Line($"  done in {Seconds()}");
            return done;
        }

        var result = await console
            .Status()
            .StartAsync(
                Markup.Escape(doing),
                async status =>
                {
                    var task = work();
                    while (await Task.WhenAny(task, Task.Delay(Tick)) != task)
                        status.Status($"{Markup.Escape(doing)} [grey]{Seconds()}[/]");
                    return await task;
                }
            );
        console.MarkupLineInterpolated($"[green]✓[/] {doing} [grey]{Seconds()}[/]");
        return result;
    }

    /// <inheritdoc cref="StepAsync{T}"/>
    public Task StepAsync(string doing, Func<Task> work) =>
        StepAsync(
            doing,
            async () =>
            {
                await work();
                return true;
            }
        );

    /// <summary>A line as it is: never broken, for somebody may copy it.</summary>
    public void Line(string text = "") => console.Profile.Out.Writer.WriteLine(text);

    /// <summary>A sentence in red on standard error, and below it what a process said.</summary>
    public void Fail(string sentence, IReadOnlyList<string> details)
    {
        var red = moving && !Console.IsErrorRedirected;
        Console.Error.WriteLine(red ? $"\e[31m{sentence}\e[0m" : sentence);
        foreach (var detail in details)
            Console.Error.WriteLine($"  {detail}");
    }
}

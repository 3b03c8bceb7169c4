namespace PaymentHub.Sandbox.Pages;

/// <summary>What all pages share. They load nothing from elsewhere.</summary>
internal static class Layout
{
    private static readonly Html Style = new("""
        <style>
        :root { color-scheme: light dark; --paper: #f6f7f9; --card: #fff; --ink: #1c2230; --soft: #667085; --line: #e4e7ec;
          --accent: #3056d3; --accent-ink: #fff; --good: #14804a; --good-back: #e3f5eb; --bad: #b42318; --bad-back: #fdeceb; --wait: #93580a; --wait-back: #fdf2dc; }
        @media (prefers-color-scheme: dark) { :root { --paper: #12151c; --card: #1b202b; --ink: #e6e9f0; --soft: #98a2b3; --line: #2d3443;
          --accent: #7f9cf5; --accent-ink: #10141c; --good: #6fd8a3; --good-back: #143526; --bad: #ff9c93; --bad-back: #431c19; --wait: #f3c577; --wait-back: #3d2d10; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        main, header { max-width: 1120px; margin: 0 auto; padding: 0 20px; }
        header { padding-top: 28px; padding-bottom: 8px; }
        h1 { font-size: 24px; margin: 0; letter-spacing: -.01em; }
        h2 { font-size: 17px; margin: 0 0 2px; }
        h3 { font-size: 12px; margin: 20px 0 6px; color: var(--soft); text-transform: uppercase; letter-spacing: .05em; font-weight: 600; }
        p { margin: 0 0 8px; } .soft { color: var(--soft); } a { color: var(--accent); }
        nav { display: flex; flex-wrap: wrap; gap: 4px 18px; margin-top: 10px; } nav a { text-decoration: none; }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(310px, 1fr)); gap: 16px; align-items: start; }
        section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 18px 20px; margin: 16px 0; min-width: 0; }
        .cards > section { margin: 0; }
        table { border-collapse: collapse; width: 100%; font-size: 14px; }
        th { text-align: left; font-weight: 500; color: var(--soft); font-size: 13px; }
        th, td { padding: 7px 12px 7px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        th:last-child, td:last-child { padding-right: 0; } tr:last-child > td { border-bottom: 0; } td { overflow-wrap: anywhere; } td:first-child { min-width: 108px; }
        code, pre { font: 13px/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
        pre { white-space: pre-wrap; background: var(--paper); border-radius: 8px; padding: 10px 12px; margin: 8px 0 0; }
        summary { cursor: pointer; color: var(--accent); }
        details pre { max-width: 560px; } .small { font-size: 13px; } .acts { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; margin-top: 6px; }
        .tag { display: inline-block; padding: 1px 9px; border-radius: 99px; font-size: 13px; white-space: nowrap; background: var(--paper); color: var(--soft); }
        .tag.good { background: var(--good-back); color: var(--good); } .tag.bad { background: var(--bad-back); color: var(--bad); }
        .tag.wait { background: var(--wait-back); color: var(--wait); }
        form.fields { display: grid; grid-template-columns: 1fr 1fr; gap: 10px 12px; margin-top: 4px; }
        .row { display: flex; flex-wrap: wrap; gap: 10px; align-items: end; } .row label { flex: 1 1 130px; } .row + table { margin-top: 16px; }
        label { display: block; font-size: 13px; color: var(--soft); min-width: 0; } .full { grid-column: 1 / -1; }
        input, select { display: block; width: 100%; height: 40px; margin-top: 3px; padding: 0 10px; font: inherit; font-size: 15px; color: var(--ink);
          background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
        button { padding: 9px 16px; font: inherit; font-weight: 600; color: var(--accent-ink); background: var(--accent); border: 1px solid transparent;
          border-radius: 8px; cursor: pointer; }
        button.plain { color: var(--ink); background: transparent; border-color: var(--line); } button.small { padding: 2px 10px; font-size: 13px; font-weight: 500; }
        :is(a, button, input, select, summary):focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        .empty { color: var(--soft); padding: 6px 0 2px; } .inline { display: inline; }
        .till { max-width: 400px; margin: 28px auto; text-align: center; } .till svg { width: 200px; height: 200px; margin: 14px auto; display: block; }
        .amount { font-size: 34px; font-weight: 650; letter-spacing: -.02em; margin: 6px 0 0; } .till button { width: 100%; margin-top: 10px; }
        @media (max-width: 480px) { main, header { padding-left: 12px; padding-right: 12px; } section { padding: 16px 14px; } .cards { grid-template-columns: 1fr; } }
        @media (max-width: 720px) { .stack thead { display: none; } .stack tr { display: block; padding: 8px 0; border-bottom: 1px solid var(--line); }
          .stack tr:last-child { border-bottom: 0; } .stack td { display: grid; grid-template-columns: 112px minmax(0, 1fr); padding: 2px 0; border: 0; }
          .stack td::before { content: attr(data-label); color: var(--soft); } .stack td > * { grid-column: 2; justify-self: start; } }
        </style>
        """);

    public static IResult Page(string title, Html body)
    {
        var page = Html.Of($"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title}</title><link rel="icon" href="data:,">{Style}</head><body>{body}</body></html>
            """);
        return Results.Content(page.Text, "text/html; charset=utf-8");
    }
}

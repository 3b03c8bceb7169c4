namespace PaymentHub.Sandbox.Pages;

/// <summary>What all pages share. They load nothing from elsewhere.</summary>
internal static class Layout
{
    private static readonly Html Style = new(
        """
        <style>
        :root { color-scheme: light dark; --paper: #f3f5f8; --card: #fff; --ink: #161d29; --soft: #566072; --line: #e1e5eb; --panel: #f5f7fa;
          --accent: #0b5cad; --accent-ink: #fff; --link: #0b5cad; --good: #11693a; --good-back: #e6f4ec; --bad: #a12a22; --bad-back: #fcecea; --wait: #7d4e00; --wait-back: #fdf3df; }
        @media (prefers-color-scheme: dark) { :root { --paper: #0d1117; --card: #161c25; --ink: #e8ecf2; --soft: #a3adbc; --line: #2b3442; --panel: #1d2530;
          --link: #9ac7f7; --good: #7ad79e; --good-back: #12301f; --bad: #f5978e; --bad-back: #3a1815; --wait: #efc373; --wait-back: #352709; } }
        * { box-sizing: border-box; }
        body { margin: 0; overflow-wrap: anywhere; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        main, header { max-width: 1120px; margin: 0 auto; padding: 0 20px; }
        header { padding-top: 28px; padding-bottom: 8px; }
        h1 { font-size: 24px; margin: 0; letter-spacing: -.01em; }
        h2 { font-size: 17px; margin: 0 0 2px; }
        h3 { font-size: 12px; margin: 20px 0 6px; color: var(--soft); text-transform: uppercase; letter-spacing: .05em; font-weight: 600; }
        p { margin: 0 0 8px; } .soft { color: var(--soft); } a { color: var(--link); }
        nav { display: flex; flex-wrap: wrap; gap: 4px 18px; margin-top: 10px; } nav a { text-decoration: none; }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(310px, 1fr)); gap: 16px; align-items: start; }
        section { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 20px 22px; margin: 16px 0; min-width: 0;
          box-shadow: 0 1px 2px rgb(16 24 40 / .04), 0 12px 32px -16px rgb(16 24 40 / .12); }
        .cards > section { margin: 0; }
        table { border-collapse: collapse; width: 100%; font-size: 14px; }
        th { text-align: left; font-weight: 500; color: var(--soft); font-size: 13px; }
        th, td { padding: 7px 12px 7px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        th:last-child, td:last-child { padding-right: 0; } tr:last-child > td { border-bottom: 0; } td { overflow-wrap: anywhere; } td:first-child { min-width: 108px; }
        code, pre { font: 13px/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
        pre { white-space: pre-wrap; background: var(--panel); border-radius: 8px; padding: 10px 12px; margin: 8px 0 0; }
        summary { cursor: pointer; color: var(--link); }
        details pre { max-width: 560px; } .small { font-size: 13px; } .acts { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; margin-top: 6px; }
        .tag { display: inline-block; padding: 1px 9px; border-radius: 99px; font-size: 13px; white-space: nowrap; background: var(--panel); color: var(--soft); }
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
        :is(a, button, input, select, summary):focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        .empty { color: var(--soft); padding: 6px 0 2px; } .inline { display: inline; }
        .till { max-width: 430px; margin: 40px auto; padding: 28px 28px 30px; border-top: 4px solid var(--accent); text-align: center; }
        .qr { width: 232px; max-width: 100%; margin: 18px auto; overflow: hidden; border: 1px solid var(--line); border-radius: 12px; background: #fff; } .qr svg { display: block; }
        .amount { font-size: 38px; font-weight: 680; letter-spacing: -.025em; line-height: 1.2; margin: 6px 0 0; } .till button { width: 100%; margin-top: 10px; padding: 12px 16px; border-radius: 10px; }
        button:hover { filter: brightness(1.08); } button.plain:hover { filter: none; border-color: var(--soft); }
        @media (max-width: 480px) { main, header { padding-left: 12px; padding-right: 12px; } section { padding: 16px 14px; } .cards { grid-template-columns: 1fr; } }
        @media (max-width: 720px) { .stack thead { display: none; } .stack tr { display: block; padding: 8px 0; border-bottom: 1px solid var(--line); }
          .stack tr:last-child { border-bottom: 0; } .stack td { display: grid; grid-template-columns: 112px minmax(0, 1fr); padding: 2px 0; border: 0; }
          .stack td::before { content: attr(data-label); color: var(--soft); } .stack td > * { grid-column: 2; justify-self: start; } }
        </style>
        """
    );

    public static IResult Page(string title, Html body)
    {
        var page = Html.Of(
            $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title}</title><link rel="icon" href="data:,">{Style}</head><body>{body}</body></html>
            """
        );
        return Results.Content(page.Text, "text/html; charset=utf-8");
    }
}

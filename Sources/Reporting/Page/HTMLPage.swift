/// A page that needs no other file and no network.
enum HTMLPage {
    /// - Parameters:
    ///   - title: text.
    ///   - body: elements.
    ///   - refresh: seconds after which a browser is to load the page again; nil: never.
    static func text(title: String, body: [String], refresh: Int? = nil) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">\(refresh.map { "\n<noscript><meta http-equiv=\"refresh\" content=\"\($0)\"></noscript>" } ?? "")
        <link rel="icon" href="data:,">
        <title>\(HTMLText.escaped(title))</title>
        <style>
        \(style)
        </style>
        </head>
        <body>
        \((body + (refresh.map { [reloading(seconds: $0)] } ?? [])).joined(separator: "\n"))
        </body>
        </html>

        """
    }

    /// Loads the page again, until it has stayed the same for half an hour: whoever wrote it may be gone. Where there
    /// is an element `refresh`, it then says so.
    private static func reloading(seconds: Int) -> String {
        """
        <script>
        (() => {
          const key = "saddle " + location.pathname, now = Date.now(), text = document.body.textContent;
          let seen = null;
          try { seen = JSON.parse(sessionStorage.getItem(key)); } catch { }
          if (!seen || seen.text !== text) seen = {text: text, since: now};
          try { sessionStorage.setItem(key, JSON.stringify(seen)); } catch { }
          if (now - seen.since < 1800000) { setTimeout(() => location.reload(), \(seconds * 1000)); return; }
          try { sessionStorage.removeItem(key); } catch { }
          const note = document.getElementById("refresh");
          if (note) note.textContent = "Runs were still to come, and nothing has changed for half an hour: load the page to look again.";
        })();
        </script>
        """
    }

    private static let style = """
        :root { color-scheme: light dark; --real: #2166d1; --generated: #d1661f; --near: #2a9d5833; --line: #8884; }
        @media (prefers-color-scheme: dark) { :root { --real: #6ea8ff; --generated: #ff9d5c; } }
        body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; padding: 0 1rem; max-width: 72rem; }
        h1 { font-size: 1.5rem; line-height: 1.3; }
        h2 { font-size: 1.2rem; margin-top: 2rem; }
        h3 { font-size: 1rem; margin-bottom: 0; }
        table { border-collapse: collapse; display: block; overflow-x: auto; font-variant-numeric: tabular-nums; }
        th, td { padding: 0.25rem 0.75rem; text-align: left; white-space: nowrap; border-bottom: 1px solid var(--line); }
        td:last-child:not(.number) { white-space: normal; min-width: 9rem; }
        th { white-space: normal; vertical-align: bottom; } th.number, td.number { text-align: right; }
        p, li, h1, h3, code { overflow-wrap: anywhere; } p, li, h1 { max-width: 60rem; }
        pre { overflow-x: auto; padding: 0.5rem; border: 1px solid var(--line); }
        section { margin-top: 1.5rem; }
        section p { margin: 0.25rem 0; }
        img { max-width: min(100%, 38rem); height: auto; vertical-align: top; margin: 0 1rem 1rem 0; }
        .chart { overflow-x: auto; max-width: 60rem; }
        svg { width: 100%; min-width: 34rem; height: auto; font: 12px system-ui, sans-serif; }
        svg text { fill: currentColor; } svg text.incell { fill: #fff; }
        svg .grid { stroke: var(--line); } svg .axis { stroke: currentColor; opacity: 0.6; } svg .range { stroke-width: 3; }
        svg .curve { fill: none; stroke-width: 1.6; } svg .curve:hover { stroke-width: 4; }
        svg .near { fill: var(--near); } svg .interval { fill: #8883; }
        .badge { border-radius: 1rem; padding: 0.1rem 0.6rem; color: #fff; white-space: nowrap; }
        .answer { font-size: 1.15rem; }
        .key::before { content: ""; display: inline-block; width: 1em; height: 0.2em; margin: 0 0.3em 0.2em 0.6em; background: var(--key); }
        .notes { font-size: 0.875rem; opacity: 0.85; }
        input[type=range] { width: min(100%, 38rem); display: block; } select { max-width: 100%; }
        @media print { body { max-width: none; margin: 0; } section { break-inside: avoid; } input, select { display: none; } }
        """
}

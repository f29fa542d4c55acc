/// Two runs of a page to choose: in which settings they differ, and what each came to.
enum SettingsDifference {
    /// - Parameter runs: with what each came to, in a line.
    static func html(_ runs: [(result: RunResult, outcome: String)]) -> String {
        func options(_ chosen: Int) -> String {
            runs.enumerated().map { index, run in
                let settings = run.result.parameters.map { "\($0.path)\t\($0.text)" }.map(attribute).joined(
                    separator: "&#10;")
                return "<option data-settings=\"\(settings)\" data-outcome=\"\(HTMLText.escaped(run.outcome))\""
                    + "\(index == chosen ? " selected" : "")>\(HTMLText.escaped(run.result.run))</option>"
            }.joined(separator: "\n")
        }
        return """
            <h2>Two runs side by side</h2>
            <p><select id="one" aria-label="one run">
            \(options(0))
            </select> <select id="other" aria-label="another run">
            \(options(1))
            </select></p>
            <style>#differences td { white-space: normal; vertical-align: top; }</style>
            <table id="differences"></table>
            <script>
            (() => {
              const one = document.getElementById("one"), other = document.getElementById("other");
              const settings = select => new Map(select.selectedOptions[0].dataset.settings.split("\\n").filter(line => line)
                .map(line => line.split("\\t")));
              const show = () => {
                const a = settings(one), b = settings(other), table = document.getElementById("differences");
                const keys = [...new Set([...a.keys(), ...b.keys()])].filter(key => a.get(key) !== b.get(key));
                table.replaceChildren();
                const add = texts => { const row = table.insertRow(); texts.forEach(text => { row.insertCell().textContent = text; }); };
                if (!keys.length) add(["no setting differs"]);
                keys.forEach(key => add([key, a.get(key) ?? "", b.get(key) ?? ""]));
                add(["came to", one.selectedOptions[0].dataset.outcome, other.selectedOptions[0].dataset.outcome]);
              };
              one.addEventListener("change", show);
              other.addEventListener("change", show);
              show();
            })();
            </script>
            """
    }

    /// A setting is one line, and a tab parts its key from its value.
    private static func attribute(_ text: String) -> String {
        text.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false).map { HTMLText.escaped(String($0)) }
            .joined(separator: "&#9;")
    }
}

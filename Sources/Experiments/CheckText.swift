import Configuration
import Diagnostics
import Networks
import Reporting

/// What `saddle check` prints of an experiment: its runs, both networks as tables, and what an iteration takes.
public enum CheckText {
    /// Of the runs, at most this many are listed.
    private static let listedRuns = 24

    public static func text(_ experiment: PreparedExperiment, width: Int?) -> String {
        var text = "\(experiment.name): \(experiment.runs.count) \(experiment.runs.count == 1 ? "run" : "runs")\n"
        if !experiment.description.isEmpty { text += DisplayText.sanitizedLines(experiment.description) + "\n" }
        if experiment.runs.count > 1 {
            text += "\n"
            for run in experiment.runs.prefix(listedRuns) { text += "  \(run.id)\n" }
            if experiment.runs.count > listedRuns { text += "  ... and \(experiment.runs.count - listedRuns) more\n" }
        }
        var shown: Set<[String]> = [[]]
        for run in experiment.runs where shown.insert(run.dataLines).inserted {
            text += "\ndata '\(run.spec.data.name)':\n"
            for line in run.dataLines { text += "  \(DisplayText.sanitized(line))\n" }
        }
        for (architecture, runs) in architectures(experiment) {
            text += "\n"
            if runs.count < experiment.runs.count {
                text += "\(runs.count) \(runs.count == 1 ? "run" : "runs"), such as \(runs[0].id):\n\n"
            }
            text += network("generator", architecture.generator, width: width)
            text += network("discriminator", architecture.discriminator, width: width)
            text += play(runs[0])
            text += cost(runs)
        }
        return text
    }

    /// Every value of the first run.
    public static func resolved(_ experiment: PreparedExperiment) -> String {
        guard let run = experiment.runs.first else { return "" }
        let name = experiment.runs.count > 1 ? " of \(run.id)" : ""
        return "\nall values\(name):\n\n"
            + CanonicalText.yaml(run.spec).split(separator: "\n").map { "  \($0)\n" }.joined()
    }

    /// What the networks learn from, for what, and how.
    private static func play(_ run: PreparedRun) -> String {
        let spec = run.spec
        func text(_ choice: Choice) -> String { CanonicalText.text(.choice(choice)) }
        let samples = run.dataSamples
        let changed = { (section: String, keys: Set<String>) -> [(key: String, text: String)] in
            spec.changed(in: section, .saddle).filter { !keys.contains($0.key) }
                .map { ($0.key, CanonicalText.text($0.value)) }
        }
        /// The keys of a section that the file sets otherwise than they would be without it.
        func whole(_ section: String, _ keys: Set<String> = []) -> String {
            let own = changed(section, keys)
            return own.isEmpty ? "" : "{\(own.map { "\($0.key): \($0.text)" }.joined(separator: ", "))}"
        }
        func others(_ player: String) -> [(String, String)] {
            changed(player, ["layers", "preset", "optimizer", "regularization", "augmentation"])
                .map { ("\(player)'s \($0.key)", $0.text) }
        }
        let course = changed("training", ["iterations", "epochs", "batch_size"]).map { "; \($0.key): \($0.text)" }
        let rows =
            [
                (
                    "data",
                    "\(text(spec.data)), \(NumberText.grouped(samples.training)) training samples and "
                        + "\(NumberText.grouped(samples.heldOut)) held out"
                ),
                ("noise", whole("noise", ["dimension"])),
                ("condition", whole("condition")),
                ("loss", text(spec.loss)),
                ("label_smoothing", whole("label_smoothing")),
                ("step_ratio", whole("step_ratio")),
                ("generator's optimizer", text(spec.generator.optimizer)),
                ("discriminator's optimizer", text(spec.discriminator.optimizer)),
            ] + others("generator") + others("discriminator") + [
                ("regularization", spec.discriminator.regularization.map(text).joined(separator: ", ")),
                ("generator's regularization", spec.generator.regularization.map(text).joined(separator: ", ")),
                ("augmentation", spec.discriminator.augmentation.map(text).joined(separator: ", ")),
                (
                    "training",
                    "\(NumberText.grouped(spec.training.iterations)) iterations of batches of "
                        + "\(NumberText.grouped(spec.training.batchSize)), \(epochs(run))\(course.joined())"
                ),
            ]
        return rows.filter { !$0.1.isEmpty }.map { "\($0.0): \(DisplayText.sanitized($0.1))\n" }.joined()
    }

    /// How many times the discriminator sees every training sample.
    private static func epochs(_ run: PreparedRun) -> String {
        let samples = Double(max(1, run.dataSamples.training))
        let epochs = Double(run.spec.training.iterations) * Double(run.spec.samplesPerIteration) / samples
        let text = epochs < 1000 ? NumberText.brief(epochs, digits: 3) : NumberText.grouped(Int(epochs.rounded()))
        return "\(text) \(text == "1" ? "epoch" : "epochs")"
    }

    /// Runs whose networks are alike, in the order in which they first come.
    private static func architectures(_ experiment: PreparedExperiment) -> [(Blueprints, [PreparedRun])] {
        var order: [[LayerRow]] = []
        var groups: [[LayerRow]: [PreparedRun]] = [:]
        var known: [ObjectIdentifier: [LayerRow]] = [:]
        for run in experiment.runs {
            let outlook = ObjectIdentifier(run.outlook)
            let key = known[outlook] ?? run.blueprint.generator.rows + run.blueprint.discriminator.rows
            known[outlook] = key
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(run)
        }
        return order.compactMap { key in
            guard let runs = groups[key], let first = runs.first else { return nil }
            return ((first.blueprint.generator, first.blueprint.discriminator), runs)
        }
    }

    private typealias Blueprints = (generator: Graph, discriminator: Graph)

    private static func network(_ name: String, _ graph: Graph, width: Int?) -> String {
        var table = TextTable([
            TextTable.Column("#", .right), TextTable.Column("layer"), TextTable.Column("output"),
            TextTable.Column("parameters", .right),
        ])
        table.append(["", "input", "\(graph.input)", ""])
        for row in graph.rows {
            let parameters = row.parameters == 0 ? "" : NumberText.grouped(row.parameters)
            table.append([row.path, row.text, "\(row.output)", parameters])
        }
        return "\(name): \(NumberText.grouped(graph.parameterCount)) parameters\n"
            + table.text(indent: 2, width: width) + "\n"
    }

    private static func cost(_ runs: [PreparedRun]) -> String {
        func range(_ values: [Double], _ unit: (Double) -> String) -> String {
            guard let low = values.min(), let high = values.max() else { return "" }
            return low == high ? unit(low) : "\(unit(low)) to \(unit(high))"
        }
        // Of runs that differ in the seed alone one says it for all.
        var seen: Set<ObjectIdentifier> = []
        let runs = runs.filter { seen.insert(ObjectIdentifier($0.outlook)).inserted }
        let operations = range(runs.map(\.blueprint.flopsPerIteration)) { NumberText.scaled($0) + "FLOP" }
        let memory = range(runs.map { Double($0.memory.total) }) { NumberText.scaled($0) + "B" }
        return "one iteration: \(operations); memory at the peak, the data included: \(memory)\n"
    }
}

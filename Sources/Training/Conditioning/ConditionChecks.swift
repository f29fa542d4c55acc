import Configuration
import Diagnostics

extension ConditionSpec {
    /// What of a run does not go together with labels.
    static func findings(_ run: RunSpec) -> [Diagnostic] {
        guard let condition = run.condition else { return [] }
        let layer = run.discriminator.layers.first?.location
        var found: [Diagnostic] = []
        if run.discriminator.pack > 1, condition.method != .columns {
            found.append(
                Diagnostic(
                    .error, "a packed discriminator sees several samples at once, and takes one label", at: layer,
                    help: "leave out discriminator.pack, or condition"))
        }
        if run.training.fakes == .reuse {
            found.append(
                Diagnostic(
                    .error, "fakes have the labels of their update's real samples; reused ones have those of another",
                    at: layer, help: "set training.fakes to fresh, or leave out condition"))
        }
        return found
    }

    static func noLabels(_ run: RunSpec) -> Diagnostic {
        if run.condition?.method == .columns {
            return Diagnostic(
                .error, "the condition is on columns of categories, and data '\(run.data.name)' has none",
                at: run.data.location,
                help: "leave out condition, or name columns of a table that are categories: data.categories")
        }
        return Diagnostic(
            .error, "condition needs the samples' labels, and data '\(run.data.name)' has none", at: run.data.location,
            help: "csv and idx take a label column or file; digits and fashion_mnist have labels")
    }

    static func unread(_ player: String, _ layers: [Choice]) -> Diagnostic {
        Diagnostic(
            .error, "no layer of the \(player) reads the labels", at: layers.last?.location,
            help: "write concat_label or another layer that does, or set condition.method to concat")
    }
}

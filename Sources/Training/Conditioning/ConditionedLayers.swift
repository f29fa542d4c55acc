import Configuration
import Diagnostics
import Engine
import Networks

/// The layer lists of a conditional game: what its method puts into those of the file.
public enum ConditionedLayers {
    /// - Throws: where the method finds no place for the labels.
    static func generator(_ layers: [Choice], _ condition: ConditionSpec) throws(DiagnosticError) -> [Choice] {
        if readLabels(layers) { return layers }
        switch condition.method {
        case .layers: return layers
        case .concat, .embedding, .auxiliary, .columns: return [appending(condition)] + layers
        case .projection:
            let found = layers.map(withConditionalNorms)
            if found != layers { return found }
            throw refusal(
                "the method projection makes the generator's batch_norm layers conditional, and it has none",
                layers.last, help: "write conditional_batch_norm or concat_label where the label is to enter")
        }
    }

    /// - Parameter classes: of the labels.
    static func discriminator(
        _ layers: [Choice], _ condition: ConditionSpec, classes: Int
    ) throws(DiagnosticError) -> [Choice] {
        if readLabels(layers), condition.method != .auxiliary { return layers }
        switch condition.method {
        case .layers: return layers
        case .concat, .embedding, .columns: return [appending(condition)] + layers
        case .projection, .auxiliary:
            let last = layers.lastIndex { $0.name != "sigmoid" }
            guard let last, layers[last].name == "dense", layers[last].values["units"] == .integer(1) else {
                throw refusal(
                    "the method \(condition.method.rawValue) stands in the place of a last `dense: 1`, and the "
                        + "discriminator ends otherwise", layers.last,
                    help: condition.method == .projection
                        ? "end with dense: 1, or write projection where it is to be" : "end with dense: 1")
            }
            var layers = layers
            let dense = layers[last]
            layers[last] =
                condition.method == .projection
                ? entry("projection", dense.values.entries.filter { $0.key != "units" }, at: dense.location)
                : entry(
                    "dense", dense.values.entries.merging(["units": .integer(1 + classes)]) { $1 }, at: dense.location)
            return layers
        }
    }

    /// Of a discriminator without labels that is as near as can be: nil where labels are more than an addition to it.
    public static func withoutLabels(_ layers: [Choice]) -> [Choice]? {
        let plain = layers.compactMap { layer -> Choice? in
            switch layer.name {
            case "concat_label": return nil
            case "projection":
                let given = layer.values.entries.merging(["units": .integer(1)]) { $1 }
                return entry("dense", given, at: layer.location)
            default: return layer
            }
        }
        return readLabels(plain) ? nil : plain
    }

    /// Whether a layer of the list, or inside one, reads labels.
    static func readLabels(_ layers: [Choice]) -> Bool {
        let readers: Set = ["concat_label", "embedding", "conditional_batch_norm", "projection"]
        return layers.flatMap(\.withInner).contains { layer in
            if readers.contains(layer.name) { return true }
            switch layer.values.entries["from"] {
            case .text(let id)?: return id == Graph.Input.label
            case .list(let ids)?: return ids.contains(.text(Graph.Input.label))
            default: return false
            }
        }
    }

    private static func appending(_ condition: ConditionSpec) -> Choice {
        entry(
            "concat_label", condition.method == .embedding ? ["embedding": .integer(condition.dimension)] : [:], at: nil
        )
    }

    private static func withConditionalNorms(_ layer: Choice) -> Choice {
        if layer.name == "batch_norm" {
            return entry("conditional_batch_norm", layer.values.entries, at: layer.location)
        }
        let values = layer.values.entries.mapValues { value -> Value in
            guard case .list(let items) = value else { return value }
            return .list(
                items.map { item in
                    if case .choice(let inner) = item { .choice(withConditionalNorms(inner)) } else { item }
                })
        }
        return Choice(layer.kind, layer.name, Values(values), at: layer.location)
    }

    /// With what it declares of `given`, and its defaults for the rest.
    private static func entry(_ name: String, _ given: [String: Value], at location: Location?) -> Choice {
        let keys = Layers.registry.declarations.first { $0.name == name }?.keys ?? []
        let own = keys.filter { !$0.isSwitches }.map { ($0.name, given[$0.name] ?? $0.defaultValue ?? .null) }
        let transforms = WeightTransforms.registry.declarations.map(\.name)
        let switches = keys.contains(where: \.isSwitches) ? given.filter { transforms.contains($0.key) } : [:]
        let values = Values(Dictionary(uniqueKeysWithValues: own)).merging(switches)
        return Choice(.layers, name, values, at: location)
    }

    private static func refusal(_ message: String, _ layer: Choice?, help: String) -> DiagnosticError {
        DiagnosticError([Diagnostic(.error, message, at: layer?.location, help: help)])
    }
}

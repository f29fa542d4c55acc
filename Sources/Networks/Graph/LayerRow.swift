import Configuration

/// A layer as `saddle check` shows it.
public struct LayerRow: Hashable, Sendable {
    /// Its place in the network: "3", or "3.layers.0" inside the layer 3.
    public let path: String
    /// As in the file, keys at their defaults left out: "dense: 256".
    public let text: String
    public let output: Shape
    public let parameters: Int
    /// Floating-point operations of the forward pass for one sample. Only products are counted, two operations for each
    /// multiply-add, padding included.
    public let flops: Int
}

extension Graph {
    /// One row for every layer, as `saddle check` shows them; those inside another follow it.
    public var rows: [LayerRow] {
        var counts = layers.map { _ in (parameters: 0, flops: 0) }
        for (index, node) in nodes.enumerated() {
            if node.owner == nil {
                counts[node.layer].parameters += node.parameters.map { parameters[$0] }.reduce(0) {
                    $0 + $1.count + $1.transformParameters.reduce(0) { $0 + parameters[$1].count }
                }
            }
            counts[node.layer].flops = saturatingSum(counts[node.layer].flops, flops(ofNode: index))
        }
        return zip(layers, counts).map { site, count in
            LayerRow(
                path: site.path, text: site.choice.layerText + (site.isLeftOut ? " (in the loss)" : ""),
                output: ports[site.output].shape, parameters: count.parameters, flops: count.flops)
        }
    }

    /// Floating-point operations of a forward pass for one sample. Only products are counted, two operations for each
    /// multiply-add, padding included.
    public var forwardFlops: Int { sumOfFlops { _ in true } }

    /// The same for the gradients of all parameters.
    public var parameterGradientFlops: Int { sumOfFlops { !nodes[$0].parameters.isEmpty } }

    /// The same for carrying the gradient back to the first layer with parameters, or, with `towardsInput`, to the
    /// network's input.
    public func inputGradientFlops(towardsInput: Bool) -> Int {
        let wanted = valuesAboveParameters
        return sumOfFlops { index in towardsInput || nodes[index].inputs.contains { wanted[$0] } }
    }

    /// By value: whether it depends on parameters, so that training needs its gradient.
    public var valuesAboveParameters: [Bool] {
        var above = inputs.map { _ in false }
        for node in nodes { above.append(!node.parameters.isEmpty || node.inputs.contains { above[$0] }) }
        return above
    }

    private func sumOfFlops(where isCounted: (Int) -> Bool) -> Int {
        nodes.indices.filter(isCounted).reduce(0) { saturatingSum($0, flops(ofNode: $1)) }
    }
}

extension Choice {
    private static let declarations: [String: Declaration] = Dictionary(
        (Layers.registry.declarations + Initializers.registry.declarations).map { ($0.name, $0) },
        uniquingKeysWith: { layer, _ in layer })

    /// As one would write it in a file: `leaky_relu: 0.2`, `conv2d: {filters: 64, kernel: 4}`.
    var layerText: String {
        guard let declaration = Self.declarations[name] else { return name }
        // Layers inside have rows of their own.
        let given =
            declaration.keys.filter { key in
                if case .choices = key.type { return false }
                return values.entries[key.name] != nil && values[key.name] != key.defaultValue
            }
            .map { (name: $0.name, value: values[$0.name]) }
            + declaration.switches(in: values).sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
        if given.isEmpty {
            // A shorthand's value is shown even at its default: `dropout: 0.5` says more than `dropout`.
            guard let key = declaration.shorthand, let value = values.entries[key], value.isPlain else { return name }
            return "\(name): \(value.layerText)"
        }
        if given.count == 1, given[0].name == declaration.shorthand {
            return "\(name): \(given[0].value.layerText)"
        }
        let pairs = given.map { "\($0.name): \($0.value.layerText)" }
        return "\(name): {\(pairs.joined(separator: ", "))}"
    }
}

extension Value {
    /// Whether it holds no entries of registries.
    fileprivate var isPlain: Bool {
        switch self {
        case .choice, .section: false
        case .list(let items): items.allSatisfy(\.isPlain)
        default: true
        }
    }

    fileprivate var layerText: String {
        switch self {
        case .null: "null"
        case .boolean(let x): "\(x)"
        case .integer(let x): "\(x)"
        case .real(let x): x == x.rounded() && abs(x) < 1e15 ? "\(Int(x))" : "\(x)"
        case .text(let x): x
        case .list(let x): "[" + x.map(\.layerText).joined(separator: ", ") + "]"
        case .choice(let x): x.layerText.contains(":") ? "{\(x.layerText)}" : x.layerText
        case .section(let x): "{\(x.entries.keys.sorted().map { "\($0): \(x[$0].layerText)" }.joined(separator: ", "))}"
        }
    }
}

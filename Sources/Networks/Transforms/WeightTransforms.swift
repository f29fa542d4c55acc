import Configuration

/// The transforms that there are, and which of them a network has where a layer does not say so itself.
public struct WeightTransforms: Sendable {
    private let registry: Registry<any WeightTransform>
    private let network: Set<String>

    /// - Parameter network: by name.
    public init(_ registry: Registry<any WeightTransform>, network: [String]) {
        self.registry = registry
        self.network = Set(network)
    }

    /// There are none, whatever layers say.
    public static let none = WeightTransforms(Registry(.transforms, []), network: [])

    var names: [String] { registry.types.map { $0.declaration.name } }

    /// The one that weights have: the layer's, or else the network's.
    /// - Throws: where there are two.
    func choice(_ options: WeightOptions) throws(ShapeError) -> (any WeightTransform)? {
        let own = names.filter { options.values.entries[$0] == .boolean(true) }
        let inherited = names.filter { network.contains($0) && options.values.entries[$0] != .boolean(false) }
        let chosen = own.isEmpty ? inherited : own
        guard chosen.count < 2 else {
            throw ShapeError(
                "weights have one transform, and here are \(chosen.joined(separator: " and "))", help: "leave one out")
        }
        return chosen.first.map { registry.make(Choice(.transforms, $0)) }
    }
}

/// How the weights of a layer start, and whether something is made of them.
public struct WeightOptions: Sendable {
    let values: Values

    var initializer: Choice? { values.optionalChoice("initializer") }

    init(_ values: Values) { self.values = values }
}

/// What an operation declares of its weights: initializer and transform, the network's choice taken in.
public struct WeightSetting: Sendable {
    public let initializer: Choice?
    public let transform: (any WeightTransform)?

    /// The declaration of the weights of one operation.
    func declaration(_ layout: ParameterLayout) -> ParameterDeclaration {
        ParameterDeclaration("weight", layout, .initializer(initializer), transform: transform)
    }
}

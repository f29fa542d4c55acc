import Configuration

public enum WeightTransforms {
    public static let all: [any WeightTransform.Type] = [SpectralNorm.self]

    /// Which of a network's weights are transformed, where a layer does not say so itself.
    public enum Choice: Sendable {
        /// Those transforms, by their keys, of those that there are.
        case named([String], of: [any WeightTransform.Type] = WeightTransforms.all)
        /// None, whatever the layers say.
        case ignored
    }
}

/// How the weights of a layer start, and whether something is made of them.
public struct WeightOptions: Sendable {
    public let initializer: Choice?
    /// By key; a key that the layer does not give is the network's.
    let transforms: [String: Bool]

    init(_ values: Values) {
        initializer = values.optionalChoice("initializer")
        var transforms: [String: Bool] = [:]
        for key in Key.weightTransforms {
            if case .boolean(let isOn)? = values.entries[key.name] { transforms[key.name] = isOn }
        }
        self.transforms = transforms
    }
}

/// What an operation declares of its weights: initializer and transform, the network's choice taken in.
public struct WeightSetting: Sendable {
    public let initializer: Choice?
    public let transform: (any WeightTransform)?

    init(_ options: WeightOptions, _ network: WeightTransforms.Choice) {
        initializer = options.initializer
        guard case .named(let names, let all) = network else {
            transform = nil
            return
        }
        transform = all.first { options.transforms[$0.name] ?? names.contains($0.name) }.map {
            $0.init()
        }
    }

    /// The declaration of the weights of one operation.
    func declaration(_ layout: ParameterLayout) -> ParameterDeclaration {
        ParameterDeclaration("weight", layout, .initializer(initializer), transform: transform)
    }
}

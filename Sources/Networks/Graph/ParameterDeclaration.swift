import Configuration

/// What an operation says of one of its parameters or of one piece of its state.
public struct ParameterDeclaration: Sendable {
    public enum Start: Hashable, Sendable {
        case constant(Float)
        /// By an initializer; nil: the network's.
        case initializer(Choice?)
        case values(InitialValues)
    }

    public let name: String
    public let layout: ParameterLayout
    public let start: Start
    /// Makes what the operation reads from what is stored; nil: it reads that itself.
    public let transform: (any WeightTransform)?

    init(
        _ name: String, _ layout: ParameterLayout, _ start: Start, transform: (any WeightTransform)? = nil
    ) {
        self.name = name
        self.layout = layout
        self.start = start
        self.transform = transform
    }
}

/// Makes the weights that an operation reads from those that are stored and trained. A value: how it is computed, and
/// how gradients come back, a backend says.
///
/// A new one is a file in `Transforms` with its step in `Engine`, a word in `WeightTransforms.all` and a key in
/// `Key.weightTransforms`.
public protocol WeightTransform: Sendable {
    /// Its key, in a layer and in a network.
    static var name: String { get }

    init()

    /// The name of the stored tensor of a parameter, as PyTorch's parametrizations have it.
    func storedName(_ parameter: String) -> String

    /// What it remembers of a parameter.
    func state(of parameter: String, _ layout: ParameterLayout) -> [ParameterDeclaration]
}

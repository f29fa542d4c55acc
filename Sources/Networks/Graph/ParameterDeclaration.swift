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

    public init(
        _ name: String, _ layout: ParameterLayout, _ start: Start, transform: (any WeightTransform)? = nil
    ) {
        self.name = name
        self.layout = layout
        self.start = start
        self.transform = transform
    }
}

/// Makes the weights that an operation reads from those that are stored and trained. It is a key that is true or false
/// of every layer with weights and of a network. A value: a backend says how it is computed, and how gradients come
/// back.
public protocol WeightTransform: Entry {
    /// The name of the stored tensor of a parameter, as PyTorch's parametrizations have it.
    func storedName(_ parameter: String) -> String

    /// What is trained besides the stored tensor; none unless it says so.
    func parameters(of parameter: String, _ layout: ParameterLayout) -> [ParameterDeclaration]

    /// What it remembers of a parameter; nothing unless it says so.
    func state(of parameter: String, _ layout: ParameterLayout) -> [ParameterDeclaration]
}

extension WeightTransform {
    public func parameters(of parameter: String, _ layout: ParameterLayout) -> [ParameterDeclaration] { [] }
    public func state(of parameter: String, _ layout: ParameterLayout) -> [ParameterDeclaration] { [] }
}

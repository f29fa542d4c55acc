/// One of the small closed set of computations that layers are made of: a plain value that says what is computed, of
/// which shapes, with which parameters. How it is computed, a backend says (`Engine` for processors).
public protocol Operation: Sendable, CustomStringConvertible {
    /// The shape of a sample of the output.
    func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape

    /// What is trained, in the order in which PyTorch names it.
    func parameters(input: Port, output: Port) -> [ParameterDeclaration]

    /// What is remembered between batches.
    func state(input: Port, output: Port) -> [ParameterDeclaration]

    /// Multiply-adds of the products for one sample. The gradients towards the input and towards the parameters take as
    /// many each. Everything that is not a product counts nothing.
    func products(input: Shape, output: Shape) -> Int

    /// Whether the output is the input itself under another shape.
    var isView: Bool { get }

    /// Whether every value of the output stands where it stood in the input.
    var keepsPlaces: Bool { get }

    /// Whether a sample's output depends on the other samples of a training batch.
    var hasBatchStatistics: Bool { get }

    /// Whether later operations may read its parameters as well: they run backward before it, and it adds its share to
    /// the gradient that they have left.
    var lendsParameters: Bool { get }
}

extension Operation {
    public func parameters(input: Port, output: Port) -> [ParameterDeclaration] { [] }
    public func state(input: Port, output: Port) -> [ParameterDeclaration] { [] }
    public func products(input: Shape, output: Shape) -> Int { 0 }
    public var isView: Bool { false }
    public var keepsPlaces: Bool { false }
    public var hasBatchStatistics: Bool { false }
    public var lendsParameters: Bool { false }
}

/// Memory of the caller's that an execution leaves its results in, so that they need not be copied. What lies between a
/// forward and a backward pass there must stay as it is.
public struct OutsideMemory {
    /// For the network's output: [batch, output.count].
    public var output: UnsafeMutablePointer<Float>?
    /// For the gradient towards the network's first input: [batch, input.count].
    public var inputGradient: UnsafeMutablePointer<Float>?

    public init(output: UnsafeMutablePointer<Float>? = nil, inputGradient: UnsafeMutablePointer<Float>? = nil) {
        (self.output, self.inputGradient) = (output, inputGradient)
    }

    /// What of an execution's results lies in memory of the caller's.
    public struct Places: OptionSet, Sendable {
        public let rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }
        public static let output = Places(rawValue: 1)
        public static let inputGradient = Places(rawValue: 2)
    }

    var places: Places {
        var places: Places = []
        if output != nil { places.insert(.output) }
        if inputGradient != nil { places.insert(.inputGradient) }
        return places
    }
}

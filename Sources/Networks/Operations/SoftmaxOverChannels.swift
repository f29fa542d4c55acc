/// y = softmax(x / temperature) over the channels of each position, or over a vector.
public struct SoftmaxOverChannels: Operation {
    public let temperature: Double

    public var description: String { "softmax" }
    public var keepsPlaces: Bool { true }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }
}

extension SoftmaxOverChannels: ConfinedOperation {
    func range(of input: ValueRange) -> ValueRange { ValueRange(0, 1) }
}

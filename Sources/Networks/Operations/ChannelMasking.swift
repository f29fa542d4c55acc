/// Dropout of whole channels: in training each channel of a sample is zeroed with probability `rate`, and the others
/// are divided by 1 - rate.
public struct ChannelMasking: Operation {
    public let rate: Float

    public var description: String { "dropout of channels" }
    public var keepsPlaces: Bool { true }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }
}

/// A tensor as files hold it: row major, under PyTorch's name and in its layout.
public struct NamedTensor: Hashable, Sendable {
    public let name: String
    public let shape: [Int]
    public let values: [Float]

    public init(_ name: String, shape: [Int], values: [Float]) {
        self.name = name
        self.shape = shape
        self.values = values
    }
}

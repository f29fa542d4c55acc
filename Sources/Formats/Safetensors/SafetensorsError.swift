/// Why bytes are no safetensors file that can be read.
public struct SafetensorsError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}

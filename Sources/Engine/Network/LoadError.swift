/// Why tensors do not fit a network; one line for each that does not.
public struct LoadError: Error, Hashable, Sendable, CustomStringConvertible {
    public let problems: [String]
    public var description: String { problems.joined(separator: "\n") }
}

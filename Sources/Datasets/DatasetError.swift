/// Why a dataset cannot be read: what is wrong, the file named, and how to cure it.
public struct DatasetError: Error, Hashable, Sendable, CustomStringConvertible {
    public let message: String
    public let help: String?

    public init(_ message: String, help: String? = nil) {
        self.message = message
        self.help = help
    }

    public var description: String { help.map { "\(message)\nhelp: \($0)" } ?? message }
}

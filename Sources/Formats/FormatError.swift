/// Why bytes are not what a format wants: what is wrong, at which byte, and how to fix it. Who knows the file adds its
/// name.
public struct FormatError: Error, Hashable, Sendable, CustomStringConvertible {
    /// To follow the file's name: "is cut short: ...".
    public let message: String
    /// Counts from 0; nil where the whole is at fault.
    public let byte: Int?
    public let help: String?

    public init(_ message: String, at byte: Int? = nil, help: String? = nil) {
        self.message = message
        self.byte = byte
        self.help = help
    }

    public var description: String {
        (byte.map { "byte \($0): " } ?? "") + message + (help.map { "\nhelp: \($0)" } ?? "")
    }
}

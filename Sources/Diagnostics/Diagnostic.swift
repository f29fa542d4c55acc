/// One finding about a user's file: what is wrong, where, and how to fix it.
public struct Diagnostic: Error, Hashable, Sendable {
    public enum Severity: String, Sendable { case error, warning, note }

    public let severity: Severity
    public let message: String
    public let location: Location?
    /// What to do about it, or nil where the message says it all. May be several lines.
    public let help: String?

    public init(_ severity: Severity, _ message: String, at location: Location? = nil, help: String? = nil) {
        self.severity = severity
        self.message = message
        self.location = location
        self.help = help
    }

    /// An error.
    public init(_ message: String, at location: Location? = nil, help: String? = nil) {
        self.init(.error, message, at: location, help: help)
    }
}

/// One finding about a user's file: what is wrong, where, and how to cure it.
public struct Diagnostic: Error, Hashable, Sendable {
    public enum Severity: String, Sendable { case error, warning, note }

    public let severity: Severity
    public let message: String
    public let location: Location?
    /// What to do about it, or nil where the message says it all.
    public let help: String?

    public init(_ severity: Severity = .error, _ message: String, at location: Location? = nil, help: String? = nil) {
        self.severity = severity
        self.message = message
        self.location = location
        self.help = help
    }
}

/// All that is wrong with what the user gave, found in one pass.
public struct DiagnosticError: Error, Sendable {
    public let diagnostics: [Diagnostic]

    public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}

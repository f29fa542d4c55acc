import Diagnostics

/// A run that a page cannot show.
public struct UnreadableRun: Sendable {
    public let run: String
    public let problem: DiagnosticError
}

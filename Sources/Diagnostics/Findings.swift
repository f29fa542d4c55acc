/// Diagnostics as they are found: each is kept once, however many runs of a sweep it turns up in.
public struct Findings: Sendable {
    public private(set) var all: [Diagnostic] = []
    public private(set) var errorCount = 0
    private var seen: Set<Diagnostic> = []

    public init() {}

    public mutating func report(_ diagnostic: Diagnostic) {
        guard seen.insert(diagnostic).inserted else { return }
        all.append(diagnostic)
        if diagnostic.severity == .error { errorCount += 1 }
    }

    public mutating func report(_ diagnostics: [Diagnostic]) { diagnostics.forEach { report($0) } }

    public mutating func error(_ message: String, at location: Location?, help: String? = nil) {
        report(Diagnostic(.error, message, at: location, help: help))
    }

    public mutating func warning(_ message: String, at location: Location?, help: String? = nil) {
        report(Diagnostic(.warning, message, at: location, help: help))
    }

    public var hasErrors: Bool { errorCount > 0 }

    /// All of them in reading order. Files stay in the order in which they were first found to have something.
    public var sorted: [Diagnostic] {
        var rank: [String: Int] = [:]
        for diagnostic in all {
            guard let path = diagnostic.location?.source.path, rank[path] == nil else { continue }
            rank[path] = rank.count
        }
        func position(_ index: Int) -> (Int, Int, Int, Int) {
            guard let location = all[index].location else { return (-1, 0, 0, index) }
            return (rank[location.source.path] ?? 0, location.line, location.column, index)
        }
        return all.indices.sorted { position($0) < position($1) }.map { all[$0] }
    }

    /// Throws everything found, in reading order, where any of it is an error.
    public func throwErrors() throws(DiagnosticError) {
        if hasErrors { throw DiagnosticError(sorted) }
    }
}

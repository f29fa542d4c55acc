import Diagnostics

/// The settings of a resolved configuration (a run's config.yaml) as a flat list, for tables that put runs side by
/// side.
public enum FlatSettings {
    /// One parameter per value, in the order of the file: sections give dotted paths, lists stay in one piece and read
    /// as they do in the names of runs.
    public static func read(path: String) throws(DiagnosticError) -> [Parameter] {
        flatten(try root { () throws(Diagnostic) in try ExperimentReader.read(path, askedAt: nil) }, path: "")
    }

    /// The same of what a file holds; `path` is named in errors.
    public static func read(_ bytes: [UInt8], path: String) throws(DiagnosticError) -> [Parameter] {
        flatten(try root(bytes, path: path), path: "")
    }

    static func root(_ bytes: [UInt8], path: String) throws(DiagnosticError) -> Node {
        try root { () throws(Diagnostic) in try SourceText(path: path, bytes: bytes) }
    }

    private static func root(_ text: () throws(Diagnostic) -> SourceText) throws(DiagnosticError) -> Node {
        var findings = Findings()
        let root: Node
        do { root = try NodeReader.read(text(), &findings) } catch {
            findings.report(error)
            throw DiagnosticError(findings.sorted)
        }
        try findings.throwErrors()
        return root
    }

    private static func flatten(_ node: Node, path: String) -> [Parameter] {
        guard let pairs = node.pairs, !pairs.isEmpty else {
            return path.isEmpty ? [] : [Parameter(path: path, text: node.label)]
        }
        return pairs.flatMap { flatten($0.value, path: path.isEmpty ? $0.key : "\(path).\($0.key)") }
    }
}

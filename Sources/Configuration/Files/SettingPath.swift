import Diagnostics

/// A dotted path to a key, such as `generator.layers.0.units`, and where it was written.
struct SettingPath: Sendable {
    let text: String
    let components: [String]
    let location: Location

    init(_ text: String, at location: Location) throws(Diagnostic) {
        self.text = text
        self.location = location
        components = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard !components.contains("") else {
            throw Diagnostic("'\(text)' is not a path of keys", at: location, help: "write keys with dots between them")
        }
    }

    /// Where one component stands; the whole path where it was quoted and so cannot be measured.
    func location(of index: Int) -> Location {
        guard location.length == text.unicodeScalars.count else { return location }
        let before = components.prefix(index).reduce(0) { $0 + $1.unicodeScalars.count + 1 }
        return Location(
            source: location.source, line: location.line, column: location.column + before,
            length: components[index].unicodeScalars.count)
    }

    /// The components before `index`, as written.
    func prefix(_ index: Int) -> String { components.prefix(index).joined(separator: ".") }
}

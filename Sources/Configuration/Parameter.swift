/// A swept key and its value in one run, as tables show it.
public struct Parameter: Hashable, Sendable {
    public let path: String
    public let text: String

    public init(path: String, text: String) {
        self.path = path
        self.text = text
    }
}

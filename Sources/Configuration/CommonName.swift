/// A name that people bring along from papers and other programs, and what to write for it. It is no alias: a file has
/// one name for each thing.
public struct CommonName: Sendable {
    public let kind: RegistryKind
    /// Capitals, and what is between letters and digits, do not count: "WGAN-GP" is wgan_gp.
    public let names: [String]
    /// What takes the name's place, as a file has it; nil where nothing does.
    public let cure: String?
    /// What a file needs besides, or in its place: keys of the file, as it has them.
    public let keys: String?
    /// What else there is to know; nil: nothing.
    let note: String?

    public init(_ kind: RegistryKind, _ names: [String], _ cure: String?, keys: String? = nil, note: String? = nil) {
        self.kind = kind
        self.names = names
        self.cure = cure
        self.keys = keys
        self.note = note
    }

    /// "write wasserstein, and discriminator: {weight_clipping: 0.01}"
    /// - Parameter value: what was written behind the name, which a cure with a bare value takes over: for `linear: 16`
    ///   `dense: 16`. nil: nothing.
    public func help(value: String? = nil) -> String {
        var cure = cure
        if let value, let found = cure?.wholeMatch(of: #/(\w+): [\w.]+/#) { cure = "\(found.1): \(value)" }
        let written = [cure, keys].compactMap { $0 }.joined(separator: ", and ")
        return "write \(written)" + (note.map { ": \($0)" } ?? "")
    }

    public func isCalled(_ name: String) -> Bool {
        let wanted = name.letters
        return names.contains { $0.letters == wanted }
    }
}

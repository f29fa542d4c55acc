import Diagnostics

/// An entry of a registry as a file writes it, whichever way: `relu`, `dense: 256`, `dense: {units: 256}` or, for
/// data, `{dataset: ring, modes: 8}`.
struct EntryForm {
    let kind: RegistryKind
    let declaration: Declaration
    let nameLocation: Location
    /// The entry's own keys.
    var body: Node

    /// Where the command line gives one of its keys, while the entry itself stands in a file: what is wrong with it may
    /// be that.
    var commandLine: Location? {
        guard nameLocation.source.path != DataPaths.commandLine else { return nil }
        return body.pairs?.map(\.value.location).last { $0.source.path == DataPaths.commandLine }
    }

    init(_ node: Node, kind: RegistryKind, vocabulary: Vocabulary) throws(Diagnostic) {
        self.kind = kind
        if let scalar = node.scalar, !node.isNull {
            (declaration, nameLocation) = (
                try EntryForm.find(scalar.text, kind, vocabulary, at: node.location), node.location
            )
            body = Node(.mapping([]), at: node.location)
            return
        }
        guard let pairs = node.pairs else {
            throw Diagnostic(
                "expected \(kind.article), found \(node.phrase)", at: node.location,
                help: EntryForm.known(kind, vocabulary))
        }
        if kind == .datasets {
            (declaration, nameLocation, body) = try EntryForm.data(node, vocabulary)
            return
        }
        guard let pair = pairs.first, pairs.count == 1 else {
            throw EntryForm.notOne(pairs, kind, vocabulary, at: node.location)
        }
        do {
            let value = pair.value.isNull ? nil : pair.value.scalar?.text
            declaration = try EntryForm.find(pair.key, value: value, kind, vocabulary, at: pair.keyLocation)
        } catch {
            throw EntryForm.ownerHint(pair, kind, vocabulary) ?? error
        }
        nameLocation = pair.keyLocation
        body = try EntryForm.body(pair, kind, declaration)
    }

    /// Written out in full.
    var node: Node {
        guard kind == .datasets else {
            let pair = Node.Pair(key: declaration.name, keyLocation: nameLocation, value: body)
            return Node(.mapping([pair]), at: nameLocation)
        }
        let name = Node.plain(declaration.name, at: nameLocation)
        let pair = Node.Pair(key: "dataset", keyLocation: nameLocation, value: name)
        return Node(.mapping([pair] + (body.pairs ?? [])), at: body.location)
    }

    private static func body(_ pair: Node.Pair, _ kind: RegistryKind, _ declaration: Declaration) throws(Diagnostic)
        -> Node
    {
        let value = pair.value
        if value.isNull { return Node(.mapping([]), at: pair.keyLocation) }
        if case .invalid = value.content { return value }
        // The section is named by the entry's name: that is where a missing key is missing.
        if let pairs = value.pairs { return Node(.mapping(pairs), at: pair.keyLocation) }
        guard let shorthand = declaration.shorthand else {
            let keys = declaration.keys.map(\.name).joined(separator: ", ")
            throw Diagnostic(
                "\(kind.noun) '\(declaration.name)' takes no bare value", at: value.location,
                help: declaration.ownKeys.isEmpty ? "write only '\(declaration.name)'" : "its keys: \(keys)")
        }
        let inner = Node.Pair(key: shorthand, keyLocation: value.location, value: value)
        return Node(.mapping([inner]), at: pair.keyLocation)
    }

    private static func data(_ node: Node, _ vocabulary: Vocabulary) throws(Diagnostic) -> (Declaration, Location, Node)
    {
        guard let pair = node.pair("dataset") else {
            let example = vocabulary.declarations(of: .datasets).first?.name ?? "NAME"
            if let near = node.pairs?.first(where: { Similarity.nearest(to: $0.key, in: ["dataset"]) != nil }) {
                throw Diagnostic(
                    "unknown key '\(near.key)' in 'data'", at: near.keyLocation,
                    help: "a key with a similar name exists: 'dataset'")
            }
            throw Diagnostic(
                "missing key 'dataset' in 'data'", at: node.location, help: "name the data: {dataset: \(example)}")
        }
        guard let name = pair.value.scalar else {
            throw Diagnostic(
                "expected the name of a dataset, found \(pair.value.phrase)", at: pair.value.location,
                help: known(.datasets, vocabulary))
        }
        let declaration = try find(name.text, .datasets, vocabulary, at: pair.value.location)
        return (declaration, pair.value.location, node.removing(["dataset"]))
    }

    /// - Parameter value: a scalar behind the name; nil where there is none.
    private static func find(
        _ name: String, value: String? = nil, _ kind: RegistryKind, _ vocabulary: Vocabulary, at location: Location
    ) throws(Diagnostic) -> Declaration {
        let declarations = vocabulary.declarations(of: kind)
        if let found = declarations.first(where: { $0.name == name }) { return found }
        let names = declarations.map(\.name)
        if let help = Slips.missingSpace(name, known: names)?.help ?? Slips.indentation(name) {
            throw Diagnostic("unknown \(kind.noun) '\(name)'", at: location, help: help)
        }
        if Scalars.real(name) != nil {
            let meant = declarations.first { $0.takesBare(name) }
            throw Diagnostic(
                "expected \(kind.article), found the number \(name)", at: location,
                help: meant.map { "name it: \($0.name): \(name)" } ?? known(kind, vocabulary))
        }
        if let common = vocabulary.commonNames.first(where: { $0.kind == kind && $0.isCalled(name) }) {
            throw Diagnostic("unknown \(kind.noun) '\(name)'", at: location, help: common.help(value: value))
        }
        let near = Similarity.nearest(to: name, in: names).map {
            "\(kind.article) with a similar name exists: '\($0)'\n"
        }
        throw Diagnostic(
            "unknown \(kind.noun) '\(name)'", at: location,
            help: (near ?? spoken(of: name, kind, vocabulary) ?? "") + known(kind, vocabulary))
    }

    /// What a name from elsewhere may mean: `dense 64` lacks its colon, and `wgan` is in what another entry says.
    private static func spoken(of name: String, _ kind: RegistryKind, _ vocabulary: Vocabulary) -> String? {
        let words = name.split(separator: " ", maxSplits: 1).map(String.init)
        if words.count == 2, vocabulary.declarations(of: kind).contains(where: { $0.name == words[0] }) {
            return "write \(words[0]): \(words[1])\n"
        }
        func speaking(_ kind: RegistryKind) -> [String] {
            vocabulary.declarations(of: kind).filter { $0.speaks(of: name) }.map { "\($0.name) (\(kind.noun))" }
        }
        let own = speaking(kind)
        let all = own.isEmpty ? RegistryKind.allCases.filter { $0 != kind }.flatMap(speaking) : own
        guard !all.isEmpty, all.count <= mostSpeaking else { return nil }
        return "'\(name)' is spoken of by \(all.joined(separator: ", "))\n"
    }

    /// What more entries than these speak of says nothing.
    private static let mostSpeaking = 3

    private static func known(_ kind: RegistryKind, _ vocabulary: Vocabulary) -> String {
        "known \(kind.rawValue): \(vocabulary.declarations(of: kind).map(\.name).joined(separator: ", "))"
    }

    /// `optimizer: {learning_rate: 1e-3}`: the key is right, the entry that it belongs to is missing.
    private static func ownerHint(_ pair: Node.Pair, _ kind: RegistryKind, _ vocabulary: Vocabulary) -> Diagnostic? {
        let owners = vocabulary.declarations(of: kind).filter { $0.keys.contains { $0.name == pair.key } }
        guard let owner = owners.first else { return nil }
        return Diagnostic(
            "'\(pair.key)' is a key of \(kind.article), but none is named", at: pair.keyLocation,
            help: "name the \(kind.noun): {\(owner.name): {\(pair.key): ...}}")
    }

    private static func notOne(
        _ pairs: [Node.Pair], _ kind: RegistryKind, _ vocabulary: Vocabulary, at location: Location
    ) -> Diagnostic {
        let names = vocabulary.declarations(of: kind).map(\.name)
        guard let first = pairs.first else {
            return Diagnostic(
                "expected \(kind.article), found an empty mapping", at: location,
                help: known(kind, vocabulary))
        }
        guard let entry = pairs.first(where: { names.contains($0.key) }) else {
            return ownerHint(first, kind, vocabulary)
                ?? Diagnostic(
                    "expected one \(kind.noun), found the keys \(quoted(pairs))", at: location,
                    help: "known \(kind.rawValue): \(names.joined(separator: ", "))")
        }
        let other = pairs.first { $0.key != entry.key } ?? entry
        if names.contains(other.key) {
            return Diagnostic(
                "two \(kind.rawValue) in one place: \(quoted(pairs))", at: other.keyLocation,
                help: listed.contains(kind)
                    ? "give each an item of its own: - \(entry.key) and below it - \(other.key)"
                    : "keep one of them, with its keys inside of it")
        }
        return Diagnostic(
            "expected one \(kind.noun), found the keys \(quoted(pairs))", at: other.keyLocation,
            help: "the keys of '\(entry.key)' go inside of it: {\(entry.key): {\(other.key): ...}}")
    }

    /// The kinds of which a file lists several.
    private static let listed: Set<RegistryKind> = [.layers, .regularizers, .augmentations, .metrics]

    private static func quoted(_ pairs: [Node.Pair]) -> String {
        pairs.map { "'\($0.key)'" }.joined(separator: ", ")
    }
}

extension Declaration {
    /// Whether a word stands in what it says of itself, in capitals or not.
    fileprivate func speaks(of word: String) -> Bool {
        guard word.count > 2 else { return false }
        let wanted = word.lowercased()
        return ([summary, details] + elsewhere.map(\.name)).contains { text in
            text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
                .contains { $0 == wanted }
        }
    }
}

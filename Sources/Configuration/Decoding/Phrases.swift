/// The wording of what was expected and what was found, in one place.
extension ValueType {
    /// "an integer from 1 to 65536"
    var phrase: String {
        switch self {
        case .integer(let range): "an integer" + ValueType.bounds(range)
        case .real(let range): range.description
        case .boolean: "true or false"
        case .text: "a text"
        case .path: "a path"
        case .word(let words): "one of \(words.joined(separator: ", "))"
        case .list(let type, let count): "a list of \(ValueType.count(count))\(type.plural)"
        case .choice(let kind): kind.article
        case .choices(let kind): "a list of \(kind.rawValue)"
        case .either(let types): types.map(\.phrase).joined(separator: ", or ")
        case .section(let declaration):
            "a mapping with the keys " + declaration.keys.map(\.name).joined(separator: ", ")
        case .switches(let kind): "true or false for each of the \(kind.rawValue)"
        case .described(let text): text
        }
    }

    /// "integers from 1 to 65536", as in "a list of 2 ..."
    private var plural: String {
        switch self {
        case .integer(let range): "integers" + ValueType.bounds(range)
        case .real(let range): "numbers" + range.description.dropFirst("a number".count)
        case .boolean, .switches: "true or false"
        case .text: "texts"
        case .path: "paths"
        case .word(let words): "words out of \(words.joined(separator: ", "))"
        case .choice(let kind): kind.rawValue
        case .list, .choices: "lists"
        case .either(let types): types.map(\.plural).joined(separator: " or ")
        case .section, .described: "mappings"
        }
    }

    private static func bounds(_ range: ClosedRange<Int>) -> String {
        // A limit that only keeps arithmetic safe says nothing to a reader.
        let isOpen = range.upperBound >= 1 << 53 - 1
        switch (range.lowerBound <= -(1 << 53), isOpen) {
        case (true, true): return ""
        case (true, false): return " of at most \(range.upperBound)"
        case (false, true): return " of at least \(range.lowerBound)"
        case (false, false): return " from \(range.lowerBound) to \(range.upperBound)"
        }
    }

    private static func count(_ range: ClosedRange<Int>) -> String {
        if range.lowerBound == range.upperBound { return "\(range.lowerBound) " }
        if range.upperBound >= 1 << 20 { return range.lowerBound == 0 ? "" : "\(range.lowerBound) or more " }
        return "\(range.lowerBound) to \(range.upperBound) "
    }
}

extension Node {
    /// "'many'", "the text '64'", "a list of 3".
    var phrase: String {
        switch content {
        case .scalar(let scalar):
            if isNull { return "nothing" }
            // A text pasted by accident should not fill the screen.
            let text = scalar.text.count > 60 ? scalar.text.prefix(57) + "..." : scalar.text[...]
            return scalar.isPlain ? "'\(text)'" : "the text '\(text)'"
        case .sequence(let items): return items.isEmpty ? "an empty list" : "a list of \(items.count)"
        case .mapping(let pairs): return pairs.isEmpty ? "an empty mapping" : "a mapping with the key '\(pairs[0].key)'"
        case .invalid: return "something unreadable"
        }
    }
}

extension RegistryKind {
    /// One entry of it: "layer".
    public var noun: String {
        switch self {
        case .layers: "layer"
        case .presets: "preset"
        case .initializers: "initializer"
        case .transforms: "transform"
        case .losses: "loss"
        case .optimizers: "optimizer"
        case .schedules: "schedule"
        case .regularizers: "regularizer"
        case .augmentations: "augmentation"
        case .priors: "prior"
        case .datasets: "dataset"
        case .metrics: "metric"
        case .launchers: "launcher"
        }
    }

    var article: String { (noun.first.map { "aeiou".contains($0) } ?? false ? "an " : "a ") + noun }
}

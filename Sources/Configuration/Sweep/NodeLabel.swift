import Diagnostics

extension Node {
    /// The value in few letters: `0.9`, `adam-learning_rate0.001`, `dense64-relu-dense1`, `method-columns`, `r1-10`.
    /// Numbers that are equal look equal, however they were written.
    var label: String {
        switch content {
        case .scalar(let scalar):
            if isNull { return "null" }
            guard scalar.isPlain, let number = Scalars.real(scalar.text) else { return scalar.text }
            return CanonicalNumber.plain(number)
        case .sequence(let items): return items.map(\.label).joined(separator: "-")
        case .mapping(let pairs):
            return pairs.map { pair in
                guard !pair.value.isNull else { return pair.key }
                let inner = pair.value.label
                // A number beside a word can be told from it; two words, or two numbers, would be one.
                let isApart = pair.key.last?.isNumber == false && inner.first?.isLetter == false
                return pair.key + (isApart ? "" : "-") + inner
            }.joined(separator: "-")
        case .invalid: return "invalid"
        }
    }

    /// Equal as values: numbers by value, mappings whatever the order of their keys.
    func isSame(as other: Node) -> Bool {
        switch (content, other.content) {
        case (.scalar(let a), .scalar(let b)):
            if a.text == b.text { return true }
            guard let x = Scalars.real(a.text), let y = Scalars.real(b.text) else { return false }
            return x == y
        case (.sequence(let a), .sequence(let b)):
            return a.count == b.count && zip(a, b).allSatisfy { $0.isSame(as: $1) }
        case (.mapping(let a), .mapping(let b)):
            return a.count == b.count
                && a.allSatisfy { pair in other[pair.key].map { pair.value.isSame(as: $0) } ?? false }
        default: return false
        }
    }
}

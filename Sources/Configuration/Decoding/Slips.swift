import Diagnostics

/// Slips that YAML takes for something else: what stands in the file is not what its writer sees.
enum Slips {
    /// `- relu` indented deeper than the item before it goes on with that item's value: "64 - relu".
    static func indentation(_ text: String) -> String? {
        guard let range = text.firstRange(of: " - ") else { return nil }
        let item = text[range.upperBound...].prefix(40)
        return "'- \(item)' is indented deeper than the item before it, and so continues it: indent both alike"
    }

    /// `dimension:8` is one word. nil where no colon stands in `text`, or nothing known before it.
    static func missingSpace(_ text: String, known: [String]) -> (key: String, value: String, help: String)? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let (key, value) = (String(text[..<colon]), String(text[text.index(after: colon)...]))
        guard known.contains(key), !value.isEmpty else { return nil }
        return (key, value, "put a space after the colon: \(key): \(value)")
    }

    /// `[0,5, 0,999]` is a list of four: the list of two that it is meant to be, or nil.
    static func decimalCommas(_ items: [Node], count: ClosedRange<Int>) -> String? {
        let texts = items.map { $0.scalar.flatMap { $0.isPlain && Scalars.integer($0.text) != nil ? $0.text : nil } }
        guard !count.contains(items.count), items.count.isMultiple(of: 2), count.contains(items.count / 2),
            !texts.contains(nil)
        else { return nil }
        let words = texts.compactMap { $0 }
        let pairs = stride(from: 0, to: words.count, by: 2).map { "\(words[$0]).\(words[$0 + 1])" }
        return "decimals have a point: [\(pairs.joined(separator: ", "))]"
    }
}

extension Node {
    /// The mapping as it was meant, and what was mended: `{real: 0,9}` has a key 9, and `{dimension:8}` a key
    /// 'dimension:8'.
    func withoutSlips(_ declaration: Declaration) -> (node: Node, found: [Diagnostic]) {
        guard let pairs, pairs.contains(where: { declaration.key($0.key) == nil }) else { return (self, []) }
        let names = declaration.keys.map(\.name)
        var mended: [Pair] = []
        var found: [Diagnostic] = []
        for pair in pairs {
            if let slip = Slips.missingSpace(pair.key, known: names), let bracket = slip.value.first,
                bracket == "{" || bracket == "["
            {
                found.append(
                    Diagnostic(
                        "'\(slip.key):\(bracket)' is one word, not a key and its value", at: pair.keyLocation,
                        help: "put a space after the colon: \(slip.key): \(bracket)"))
                mended.append(Pair(key: slip.key, keyLocation: pair.keyLocation, value: Node(.invalid, at: location)))
            } else if pair.value.isNull, let slip = Slips.missingSpace(pair.key, known: names) {
                found.append(
                    Diagnostic(
                        "'\(pair.key)' is one word, not a key and its value", at: pair.keyLocation, help: slip.help))
                mended.append(
                    Pair(key: slip.key, keyLocation: pair.keyLocation, value: .plain(slip.value, at: pair.keyLocation)))
            } else if pair.value.isNull, pair.key.allSatisfy(\.isNumber), let last = mended.last,
                let whole = last.value.scalar, whole.isPlain, Scalars.integer(whole.text) != nil
            {
                let decimal = "\(whole.text).\(pair.key)"
                found.append(
                    Diagnostic(
                        "the comma in '\(whole.text),\(pair.key)' ends the value of '\(last.key)'",
                        at: last.value.location, help: "write \(decimal): decimals have a point"))
                mended[mended.count - 1].value = .plain(decimal, at: last.value.location)
            } else {
                mended.append(pair)
            }
        }
        return (Node(.mapping(mended), at: location), found)
    }
}

import Configuration

@testable import Networks

/// A layer as it stands in a file, `conv2d: {filters: 64, kernel: [3, 2]}`, without the file: flow style only, and a
/// mistake in it is a mistake in a test.
enum LayerText {
    static func choice(_ text: String) -> Choice {
        var rest = Substring(text)
        if rest.hasPrefix("- ") { rest = rest.dropFirst(2) }
        let (name, value) = split(rest)
        guard let declaration = Layers.registry.declarations.first(where: { $0.name == name }) else {
            fatalError("no layer '\(name)'")
        }
        var given: [String: Substring] = [:]
        if let value, value.hasPrefix("{") {
            for part in parts(value) {
                let (key, text) = split(part)
                precondition(declaration.keys.contains { $0.name == key }, "no key '\(key)' in '\(name)'")
                given[key] = text
            }
        } else if let value, let key = declaration.shorthand {
            given[key] = value
        }
        var values: [String: Value] = [:]
        for key in declaration.keys {
            guard let value = given[key.name].map({ decode($0, key.type) }) ?? key.defaultValue else {
                fatalError("'\(text)' gives no value for '\(key.name)' that fits")
            }
            values[key.name] = value
        }
        return Choice(.layers, name, Values(values))
    }

    private static func decode(_ text: Substring, _ type: ValueType) -> Value? {
        switch type {
        case .integer(let range): Int(text).flatMap { range.contains($0) ? .integer($0) : nil }
        case .real(let range): Double(text).flatMap { range.contains($0) ? .real($0) : nil }
        case .boolean: Bool(String(text)).map(Value.boolean)
        case .text: .text(String(text))
        case .word(let words): words.contains(String(text)) ? .text(String(text)) : nil
        case .list(let element, let count):
            text.hasPrefix("[")
                ? {
                    let values = parts(text).compactMap { decode($0, element) }
                    return values.count == parts(text).count && count.contains(values.count) ? .list(values) : nil
                }() : nil
        case .either(let types): types.lazy.compactMap { decode(text, $0) }.first
        case .choice, .choices, .section, .described: nil
        }
    }

    /// "key: value" at the first colon.
    private static func split(_ text: Substring) -> (String, Substring?) {
        guard let colon = text.firstIndex(of: ":") else { return (String(text.trimmed), nil) }
        return (String(text[..<colon].trimmed), text[text.index(after: colon)...].trimmed)
    }

    /// What stands between the outer brackets, at commas outside inner ones.
    private static func parts(_ text: Substring) -> [Substring] {
        let inner = text.dropFirst().dropLast()
        var (depth, start, all) = (0, inner.startIndex, [Substring]())
        for index in inner.indices {
            if "[{".contains(inner[index]) { depth += 1 }
            if "]}".contains(inner[index]) { depth -= 1 }
            if inner[index] == ",", depth == 0 {
                all.append(inner[start..<index].trimmed)
                start = inner.index(after: index)
            }
        }
        return all + [inner[start...].trimmed]
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var slice = self
        while slice.first == " " { slice.removeFirst() }
        while slice.last == " " { slice.removeLast() }
        return slice
    }
}

import Foundation

/// The experiment file as a JSON Schema (draft 2020-12), for editors: completion, descriptions, and a mark under what
/// no declaration accepts. All of it comes from the declarations. What only a whole run shows (shapes, sweeps' paths)
/// is for `saddle check`.
public enum JSONSchema {
    /// - Throws: never for the declarations that there are; where text could not be written as JSON.
    public static func text(_ vocabulary: Vocabulary) throws -> String {
        var definitions: [String: JSONValue] = [:]
        for kind in RegistryKind.allCases where !kind.isSwitched {
            definitions[kind.rawValue] = entries(kind, vocabulary.declarations(of: kind))
        }
        var file = section(vocabulary.file)
        // A file that extends another may leave out whatever that one has.
        let needed = required(vocabulary.file.keys)
        file["required"] = nil
        file["anyOf"] = .array([
            .object(["required": .array([.text("extends")])]), .object(["required": .array(needed)]),
        ])
        file["$schema"] = .text("https://json-schema.org/draft/2020-12/schema")
        file["title"] = .text("Saddle experiment")
        file["$defs"] = .object(definitions)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(JSONValue.object(file)), as: UTF8.self) + "\n"
    }

    // MARK: Sections and keys

    private static func section(_ declaration: Declaration) -> [String: JSONValue] {
        var schema: [String: JSONValue] = [
            "type": .text("object"), "description": .text(declaration.summary), "additionalProperties": .boolean(false),
            "properties": properties(declaration.keys),
        ]
        let needed = required(declaration.keys.filter { !declaration.oneOf.contains($0.name) })
        if !needed.isEmpty { schema["required"] = .array(needed) }
        if !declaration.oneOf.isEmpty {
            schema["anyOf"] = .array(declaration.oneOf.map { .object(["required": .array([.text($0)])]) })
        }
        return schema
    }

    private static func properties(_ keys: [Key]) -> JSONValue {
        .object(Dictionary(keys.map { ($0.name, property($0)) }, uniquingKeysWith: { first, _ in first }))
    }

    private static func required(_ keys: [Key]) -> [JSONValue] {
        keys.filter { $0.defaultValue == nil }.map { .text($0.name) }
    }

    /// A key with a default may be null, which is the same as to leave it out.
    private static func property(_ key: Key) -> JSONValue {
        var schema = schema(key.type)
        if let value = key.defaultValue {
            schema = ["anyOf": .array([.object(schema), .object(["type": .text("null")])])]
            if let value = plain(value) { schema["default"] = value }
        }
        schema["description"] = .text("\(key.help) (\(key.defaultText))")
        return .object(schema)
    }

    private static func plain(_ value: Value) -> JSONValue? {
        switch value {
        case .boolean(let x): .boolean(x)
        case .integer(let x): .number(Double(x))
        case .real(let x): .number(x)
        case .text(let x): x.isEmpty ? nil : .text(x)
        case .choice(let choice): .text(choice.name)
        case .null, .list, .section: nil
        }
    }

    // MARK: Types

    private static func schema(_ type: ValueType) -> [String: JSONValue] {
        switch type {
        case .integer(let range):
            [
                "type": .text("integer"), "minimum": .number(Double(range.lowerBound)),
                "maximum": .number(Double(range.upperBound)),
            ]
        case .real(let range): number(range)
        case .boolean: ["type": .text("boolean")]
        // A name such as 3 or true is text to whoever reads it as text.
        case .text, .path: ["type": .array([.text("string"), .text("number"), .text("boolean")])]
        case .word(let words): ["enum": .array(words.map { .text($0) })]
        case .list(let element, let count):
            [
                "type": .text("array"), "items": .object(schema(element)),
                "minItems": .number(Double(count.lowerBound)),
                "maxItems": .number(Double(count.upperBound)),
            ]
        case .choice(let kind): reference(kind)
        case .choices(let kind):
            ["type": .text("array"), "items": .object(reference(kind)), "minItems": .number(1)]
        case .either(let types): ["anyOf": .array(types.map { .object(schema($0)) })]
        case .section(let declaration): section(declaration)
        case .switches: [:]
        case .described(let text): ["description": .text(text)]
        }
    }

    private static func number(_ range: RealRange) -> [String: JSONValue] {
        var schema: [String: JSONValue] = ["type": .text("number")]
        if range.lower != -.greatestFiniteMagnitude {
            schema[range.includesLower ? "minimum" : "exclusiveMinimum"] = .number(range.lower)
        }
        if range.upper != .greatestFiniteMagnitude {
            schema[range.includesUpper ? "maximum" : "exclusiveMaximum"] = .number(range.upper)
        }
        return schema
    }

    private static func reference(_ kind: RegistryKind) -> [String: JSONValue] {
        ["$ref": .text("#/$defs/\(kind.rawValue)")]
    }

    // MARK: Registries

    /// `relu`, `dense: 256` or `dense: {units: 256}`; of data `{dataset: ring, modes: 8}`.
    private static func entries(_ kind: RegistryKind, _ declarations: [Declaration]) -> JSONValue {
        let bare = declarations.filter { required($0.keys).isEmpty }
        var forms: [JSONValue] = []
        if !bare.isEmpty { forms.append(.object(["enum": .array(bare.map { .text($0.name) })])) }
        forms += declarations.map { kind == .datasets ? dataset($0) : entry($0) }
        return .object(["anyOf": .array(forms)])
    }

    private static func entry(_ declaration: Declaration) -> JSONValue {
        var forms: [JSONValue] = [.object(section(declaration))]
        if let shorthand = declaration.shorthand, let key = declaration.keys.first(where: { $0.name == shorthand }) {
            forms.append(property(key))
        }
        if required(declaration.keys).isEmpty { forms.append(.object(["type": .text("null")])) }
        return .object([
            "type": .text("object"), "required": .array([.text(declaration.name)]),
            "additionalProperties": .boolean(false),
            "description": .text(declaration.summary),
            "properties": .object([
                declaration.name: .object(["anyOf": .array(forms), "description": .text(declaration.summary)])
            ]),
        ])
    }

    private static func dataset(_ declaration: Declaration) -> JSONValue {
        let name = Key("dataset", .word([declaration.name]), declaration.summary)
        return .object(
            section(Declaration(declaration.name, declaration.summary, keys: [name] + declaration.keys, example: "")))
    }
}

/// A value as JSON has it.
private enum JSONValue: Encodable {
    case text(String)
    case number(Double)
    case boolean(Bool)
    case array([JSONValue])
    case object([String: JSONValue])

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let x): try container.encode(x)
        // Counts are whole numbers, and are to read as such.
        case .number(let x):
            if let whole = Int(exactly: x) { try container.encode(whole) } else { try container.encode(x) }
        case .boolean(let x): try container.encode(x)
        case .array(let x): try container.encode(x)
        case .object(let x): try container.encode(x)
        }
    }
}

/// One event of the YAML parser, with its stretch of the file (end exclusive).
struct Event {
    enum Kind {
        case streamEnd
        case documentStart
        case documentEnd
        case alias(String)
        case scalar(Node.Scalar, Properties)
        case sequenceStart(Properties, isFlow: Bool)
        case sequenceEnd
        case mappingStart(Properties, isFlow: Bool)
        case mappingEnd
    }

    struct Properties {
        let anchor: String?
        let tag: String?
    }

    /// Counts from 0, columns in Unicode scalars.
    struct Mark: Equatable {
        let line: Int
        let column: Int
    }

    let kind: Kind
    let start: Mark
    let end: Mark
}

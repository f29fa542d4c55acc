import CYAML
import Diagnostics

/// libyaml's parser over one text. All of its C is in this file.
struct EventStream: ~Copyable {
    let text: SourceText
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>

    init(_ text: SourceText) {
        self.text = text
        // The parser reads from memory that must outlive it and stay where it is.
        input = .allocate(capacity: max(text.bytes.count, 1))
        _ = input.update(fromContentsOf: text.bytes)
        parser = .allocate(capacity: 1)
        guard yaml_parser_initialize(parser) == 1 else { fatalError("out of memory") }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, input.baseAddress, text.bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        input.deallocate()
    }

    mutating func next() throws(Diagnostic) -> Event {
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
            defer { yaml_event_delete(&event) }
            guard let kind = EventStream.kind(event) else { continue }
            return Event(kind: kind, start: Event.Mark(event.start_mark), end: Event.Mark(event.end_mark))
        }
    }

    func location(_ start: Event.Mark, _ end: Event.Mark) -> Location {
        let last = text.lineCount - 1
        // The parser sees the end of a text on a line of its own.
        if start.line > last {
            let column = text.source.lengths[last] + 1
            return Location(source: text.source, line: last + 1, column: column, length: 1)
        }
        let lineLength = text.source.lengths[start.line]
        let stop = end.line == start.line ? end.column : lineLength
        return Location(
            source: text.source, line: start.line + 1, column: start.column + 1, length: max(stop - start.column, 1))
    }

    private static func kind(_ event: yaml_event_t) -> Event.Kind? {
        switch event.type {
        case YAML_STREAM_END_EVENT: return .streamEnd
        case YAML_DOCUMENT_START_EVENT: return .documentStart
        case YAML_DOCUMENT_END_EVENT: return .documentEnd
        case YAML_ALIAS_EVENT: return .alias(string(event.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT:
            let data = event.data.scalar
            let text = String(decoding: UnsafeBufferPointer(start: data.value, count: data.length), as: UTF8.self)
            return .scalar(
                Node.Scalar(text: text, isPlain: data.style == YAML_PLAIN_SCALAR_STYLE),
                Event.Properties(anchor: string(data.anchor), tag: string(data.tag)))
        case YAML_SEQUENCE_START_EVENT:
            let data = event.data.sequence_start
            return .sequenceStart(
                Event.Properties(anchor: string(data.anchor), tag: string(data.tag)),
                isFlow: data.style == YAML_FLOW_SEQUENCE_STYLE)
        case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            let data = event.data.mapping_start
            return .mappingStart(
                Event.Properties(anchor: string(data.anchor), tag: string(data.tag)),
                isFlow: data.style == YAML_FLOW_MAPPING_STYLE)
        case YAML_MAPPING_END_EVENT: return .mappingEnd
        default: return nil
        }
    }

    private static func string(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(cString: $0) }
    }

    private func failure() -> Diagnostic {
        let state = parser.pointee
        let problem = state.problem.map { String(cString: $0) } ?? "unreadable"
        if state.error == YAML_MEMORY_ERROR { fatalError("out of memory") }
        if state.error == YAML_READER_ERROR {
            return Diagnostic(
                "invalid YAML: \(problem)", at: text.location(ofByte: state.problem_offset),
                help: "write the file as UTF-8 text without control characters")
        }
        let mark = Event.Mark(state.problem_mark)
        let context = state.context.map { " \(String(cString: $0))" } ?? ""
        let start = state.context == nil ? mark : Event.Mark(state.context_mark)
        // What is never closed is found out at the end of the file, where there is nothing to see.
        let syntax = SyntaxHelp(lines: text.source.lines, problem: problem)
        let isAtEnd = mark.line >= text.lineCount - 1 && text.isBlank(line: mark.line)
        let place = isAtEnd || syntax.isUnclosed(from: start, to: mark) ? start : mark
        return Diagnostic(
            "invalid YAML: \(EventStream.plain(problem + context))",
            at: location(place, Event.Mark(line: place.line, column: place.column + 1)),
            help: syntax.isUnclosed(from: start, to: mark)
                ? "close it; the parser came as far as line \(mark.line + 1)" : syntax.help(place, start: start))
    }

    /// The parser's words with less of its grammar in them.
    private static func plain(_ message: String) -> String {
        let words = [
            (
                "found unexpected end of stream while scanning a quoted scalar",
                "the quote that opens here is never closed"
            ),
            ("mapping values are not allowed in this context", "a second ': ' in one line"),
            ("did not find expected", "expected"), ("a flow sequence", "a list in [ ]"),
            ("a flow mapping", "a mapping in { }"), ("a block mapping", "a mapping"),
            ("a block collection", "a list"), ("found character that cannot", "this character cannot"),
            (" while scanning for the next token", ""),
        ]
        return words.reduce(message) { $0.replacing($1.0, with: $1.1) }
    }
}

extension Event.Mark {
    fileprivate init(_ mark: yaml_mark_t) { self.init(line: mark.line, column: mark.column) }
}

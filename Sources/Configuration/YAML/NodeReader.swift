import Diagnostics

/// Builds the tree of nodes from the parser's events, and refuses what could hurt: deep nesting, aliases that multiply.
struct NodeReader: ~Copyable {
    /// The parser takes quadratic time in the depth, so it must never get far.
    static let maximumDepth = 64
    static let maximumNodes = 100_000

    private struct Anchored {
        let node: Node
        let count: Int
    }

    private var events: EventStream
    private var findings = Findings()
    private var anchors: [String: Anchored] = [:]
    /// Anchors of the collections that are being read.
    private var open: Set<String> = []
    /// Nodes so far, aliases counted as often as they are used.
    private var count = 0

    private init(_ text: SourceText) { events = EventStream(text) }

    /// The one document of a text. What can be passed over is reported in `findings`; the rest throws.
    static func read(_ text: SourceText, _ findings: inout Findings) throws(Diagnostic) -> Node {
        var reader = NodeReader(text)
        defer { findings.report(reader.findings.all) }
        return try reader.document()
    }

    private mutating func document() throws(Diagnostic) -> Node {
        let first = try events.next()
        guard case .documentStart = first.kind else {
            throw Diagnostic(
                "the file is empty", at: Location(source: events.text.source, line: 1),
                help: "saddle explain experiment shows what goes into one")
        }
        let root = try node(try events.next(), depth: 1)
        _ = try events.next()
        let after = try events.next()
        guard case .streamEnd = after.kind else {
            throw Diagnostic(
                "a second document starts here", at: events.location(after.start, after.end),
                help: "one file holds one experiment")
        }
        return root
    }

    private mutating func node(_ event: Event, depth: Int) throws(Diagnostic) -> Node {
        let location = events.location(event.start, event.end)
        try count(1, at: location)
        switch event.kind {
        case .scalar(let scalar, let properties):
            let before = count - 1
            var node = Node(.scalar(scalar), at: location)
            if let tag = properties.tag { node.content = content(scalar, tag: tag, at: location) }
            remember(node, properties.anchor, since: before)
            return node
        case .alias(let name):
            return try alias(name, at: location)
        case .sequenceStart(let properties, let isFlow):
            return try collection(event, properties, isFlow, tag: "seq", depth: depth) {
                reader throws(Diagnostic) in try reader.sequence(depth: depth)
            }
        case .mappingStart(let properties, let isFlow):
            return try collection(event, properties, isFlow, tag: "map", depth: depth) {
                reader throws(Diagnostic) in try reader.mapping(depth: depth)
            }
        case .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd:
            throw Diagnostic("invalid YAML: a value is missing", at: location, help: "give the value")
        }
    }

    private mutating func collection(
        _ start: Event, _ properties: Event.Properties, _ isFlow: Bool, tag: String, depth: Int,
        _ read: (inout NodeReader) throws(Diagnostic) -> (Node.Content, end: Event)
    ) throws(Diagnostic) -> Node {
        var location = events.location(start.start, start.end)
        guard depth <= NodeReader.maximumDepth else {
            throw Diagnostic(
                "nested deeper than \(NodeReader.maximumDepth) levels", at: location,
                help: "name values with an anchor (&name) and use them by an alias (*name)")
        }
        if let given = properties.tag, given != "tag:yaml.org,2002:\(tag)", given != "!" { refuse(given, at: location) }
        if let anchor = properties.anchor { open.insert(anchor) }
        let before = count - 1
        let (content, end) = try read(&self)
        if isFlow { location = events.location(start.start, end.end) }
        // A block mapping has no sign of its own: its first key stands for it.
        if !isFlow, case .mapping(let pairs) = content, let first = pairs.first, properties.anchor == nil {
            location = first.keyLocation
        }
        if let anchor = properties.anchor { open.remove(anchor) }
        let node = Node(content, at: location)
        remember(node, properties.anchor, since: before)
        return node
    }

    private mutating func sequence(depth: Int) throws(Diagnostic) -> (Node.Content, end: Event) {
        var items: [Node] = []
        while true {
            let event = try events.next()
            if case .sequenceEnd = event.kind { return (.sequence(items), event) }
            items.append(try node(event, depth: depth + 1))
        }
    }

    private mutating func mapping(depth: Int) throws(Diagnostic) -> (Node.Content, end: Event) {
        var pairs: [Node.Pair] = []
        var indices: [String: Int] = [:]
        var merged: [Node.Pair] = []
        while true {
            let event = try events.next()
            if case .mappingEnd = event.kind {
                for pair in merged where indices[pair.key] == nil {
                    indices[pair.key] = pairs.count
                    pairs.append(pair)
                }
                return (.mapping(pairs), event)
            }
            let key = try node(event, depth: depth + 1)
            let value = try node(try events.next(), depth: depth + 1)
            guard let scalar = key.scalar else {
                if case .invalid = key.content { continue }
                findings.error("a key must be a plain word", at: key.location, help: "write it as key: value")
                continue
            }
            if scalar.isPlain, scalar.text == "<<" {
                merged += mergedPairs(value)
            } else if let index = indices[scalar.text] {
                let first = pairs[index].keyLocation
                findings.error(
                    "duplicate key '\(scalar.text)', first given on line \(first.line)", at: key.location,
                    help: "leave one of them out")
            } else {
                indices[scalar.text] = pairs.count
                pairs.append(Node.Pair(key: scalar.text, keyLocation: key.location, value: value))
            }
        }
    }

    /// What `<<:` brings in: one mapping, or several of which earlier ones win.
    private mutating func mergedPairs(_ value: Node) -> [Node.Pair] {
        var result: [Node.Pair] = []
        for node in value.items ?? [value] {
            if let pairs = node.pairs {
                result += pairs
            } else if case .invalid = node.content {
                continue
            } else {
                findings.error(
                    "'<<' merges a mapping or a list of mappings", at: node.location,
                    help: "for example <<: *name, of a mapping that &name stands before")
            }
        }
        return result
    }

    private mutating func alias(_ name: String, at location: Location) throws(Diagnostic) -> Node {
        if open.contains(name) {
            findings.error(
                "alias '*\(name)' stands inside of what it names", at: location,
                help: "write the value out in its place")
            return Node(.invalid, at: location)
        }
        guard let anchored = anchors[name] else {
            let near = Similarity.nearest(to: name, in: anchors.keys.sorted())
            findings.error(
                "no anchor '&\(name)' stands before this alias", at: location,
                help: near.map { "an anchor with a similar name exists: '&\($0)'" })
            return Node(.invalid, at: location)
        }
        try count(anchored.count - 1, at: location)
        return Node(anchored.node.content, at: location)
    }

    private mutating func remember(_ node: Node, _ anchor: String?, since before: Int) {
        if let anchor { anchors[anchor] = Anchored(node: node, count: count - before) }
    }

    private mutating func count(_ more: Int, at location: Location) throws(Diagnostic) {
        count += more
        guard count <= NodeReader.maximumNodes else {
            throw Diagnostic(
                "the file expands to more than \(NodeReader.maximumNodes) values", at: location,
                help: "aliases count as often as they are used")
        }
    }

    /// `!!str 5` is the text 5. The other standard tags say what the key's type says anyway.
    private mutating func content(_ scalar: Node.Scalar, tag: String, at location: Location) -> Node.Content {
        switch tag {
        case "tag:yaml.org,2002:str", "!": return .scalar(Node.Scalar(text: scalar.text, isPlain: false))
        case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null":
            return .scalar(scalar)
        default:
            refuse(tag, at: location)
            return .invalid
        }
    }

    private mutating func refuse(_ tag: String, at location: Location) {
        findings.error(
            "unknown tag '\(tag.replacingPrefix("tag:yaml.org,2002:", with: "!!"))'", at: location,
            help: "leave it out: every key knows the type of its value")
    }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
        hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
    }
}

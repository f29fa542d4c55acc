import Configuration

/// Other runs of the same experiment, so that advice does not walk in circles: what a neighbour has tried without
/// getting nearer to the data is not recommended, and what the sweep varies is left to the sweep.
public struct Neighbours: Hashable, Sendable {
    /// A run that is done, beside the run that is advised.
    public struct Neighbour: Hashable, Sendable {
        /// Settings of its configuration that are not the run's.
        fileprivate let changes: [Change]
        /// What is proved of its generator; 1 where training broke down.
        fileprivate let bound: Double

        /// - Parameters: whole configurations, as `FlatSettings` reads them.
        public init(own: [Parameter], other: [Parameter], bound: Double) {
            let (ours, theirs) = (Self.texts(own), Self.texts(other))
            changes = Set(ours.keys).union(theirs.keys).sorted().compactMap { path in
                let change = Change(path: path, own: ours[path] ?? "", other: theirs[path] ?? "")
                return change.own == change.other ? nil : change
            }
            self.bound = bound
        }

        private static func texts(_ settings: [Parameter]) -> [String: String] {
            Dictionary(settings.map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first })
                .filter { !["name", "description"].contains($0.key) }
        }
    }

    fileprivate struct Change: Hashable, Sendable {
        let path: String, own: String, other: String
    }

    private let all: [Neighbour]
    /// Keys that the run's own sweep varies.
    private let swept: [String]

    public init(_ all: [Neighbour] = [], swept: [String] = []) {
        self.all = all
        self.swept = swept
    }

    /// Why settings `key=value` are not recommended to a run with this bound; nil where nothing speaks against them.
    func objection(to settings: [String], bound: Double) -> Objection? {
        let keys = settings.map { Setting($0) }
        if keys.allSatisfy({ key in swept.contains { key.concerns($0) } }) { return .swept }
        return all.contains { $0.bound >= bound && isTried(keys, by: $0) } ? .tried : nil
    }

    enum Objection: Hashable, CaseIterable {
        case swept, tried

        var text: String {
            switch self {
            case .swept:
                "The sweep itself tries other values of what else could be changed: `report.md` beside the run's folder ranks them."
            case .tried:
                "Other runs of this experiment have tried more without getting nearer: `saddle compare` shows them."
            }
        }
    }

    /// Whether a neighbour differs in these keys alone and has moved them the same way.
    private func isTried(_ keys: [Setting], by neighbour: Neighbour) -> Bool {
        !neighbour.changes.isEmpty
            && neighbour.changes.allSatisfy { change in keys.contains { $0.isSameWay(as: change) } }
            && keys.allSatisfy { key in neighbour.changes.contains { key.concerns($0.path) } }
    }

    /// `key=value` of a command line.
    private struct Setting {
        let path: String, value: String

        init(_ text: String) {
            let parts = text.split(separator: "=", maxSplits: 1)
            path = parts.first.map(String.init) ?? ""
            value = parts.count > 1 ? String(parts[1]) : ""
        }

        /// Whether a path of a whole configuration is of this key: the name of the entry that a key belongs to may be
        /// left out, as in discriminator.optimizer.learning_rate for discriminator.optimizer.adam.learning_rate.
        func concerns(_ other: String) -> Bool {
            if other == path || other.hasPrefix(path + ".") { return true }
            var parts = other.split(separator: ".")
            guard parts.count > 2 else { return false }
            parts.remove(at: parts.count - 2)
            return parts.joined(separator: ".") == path
        }

        /// Numbers are moved to the same side; anything else is changed at all.
        func isSameWay(as change: Change) -> Bool {
            guard concerns(change.path) else { return false }
            guard let to = Double(value), let own = Double(change.own), let other = Double(change.other) else {
                return true
            }
            return (to > own) == (other > own)
        }
    }
}

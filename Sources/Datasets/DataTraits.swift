/// What can be said of a dataset without reading its samples.
public struct DataTraits: Hashable, Sendable {
    /// What the labels mean, where training and held-out samples have them.
    public enum Labels: Hashable, Sendable {
        case none, classes
        /// Of each channel: `Dataset.pictures`.
        case stacked
        /// A table's column of categories that is to be told from the others: `Dataset.target`.
        case column
        /// The components of a mixture that is known: `Dataset.modes`.
        case modes
    }

    public let kind: Dataset.Kind
    public let labels: Labels

    public init(_ kind: Dataset.Kind, labels: Labels) {
        self.kind = kind
        self.labels = labels
    }
}

extension Dataset.Kind {
    /// What samples of a shape usually are.
    public init(shape: [Int]) { self = shape.count == 3 ? .image : shape == [2] ? .points : .vector }
}

extension Dataset {
    public var traits: DataTraits { DataTraits(kind, labels: labelKind) }

    private var labelKind: DataTraits.Labels {
        if !modes.isEmpty { return .modes }
        if training.labels != nil, heldOut.labels != nil { return .classes }
        if target != nil { return .column }
        return pictures == nil ? .none : .stacked
    }
}

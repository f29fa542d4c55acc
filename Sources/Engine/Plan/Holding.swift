/// What of an execution's memory stays as it is while other executions run that share the rest. Its outputs and the
/// gradients towards its inputs always do.
public enum Holding: Sendable {
    /// The values that a backward pass reads, until the next forward pass: any number of backward passes may follow,
    /// and other executions' passes may come between. Second derivatives read these values too, and losses look at
    /// features among them.
    case everything
    /// What a backward pass reads or makes again, likewise; but for second derivatives and features.
    case values
    /// Nothing more. The backward pass, if there is one, comes right after the forward pass; each value makes way for
    /// gradients once it has been read for the last time.
    case nothing
    /// Nothing more, and there is no backward pass.
    case outputs

    var hasBackward: Bool { self != .outputs }
    /// Whether a backward pass finds all that it needs in memory that nothing else writes.
    var isOwn: Bool { self == .everything || self == .values }
    /// Whether values may be made again where they are read, or be replaced by their signs.
    var isReduced: Bool { self == .values || self == .nothing }
}

/// What of an execution's memory stays as it is while other executions run that share the rest. Its outputs and the
/// gradients towards its inputs always do.
public enum Holding: Sendable {
    /// The values that a backward pass reads, until the next forward pass: any number of backward passes may follow,
    /// and other executions' passes may come between.
    case values
    /// Nothing more. The backward pass, if there is one, comes right after the forward pass; each value makes way for
    /// gradients once it has been read for the last time.
    case nothing
    /// Nothing more, and there is no backward pass.
    case outputs

    var hasBackward: Bool { self != .outputs }
}

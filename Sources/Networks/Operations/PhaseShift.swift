/// In training, every sample moved along its width by a whole number from -reach to reach of its own, mirrored at the
/// ends; outside of training y = x.
public struct PhaseShift: Operation {
    public let reach: Int

    public var description: String { "phase shift" }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }
}

extension PhaseShift: ConfinedOperation {
    func range(of input: ValueRange) -> ValueRange { input }
}

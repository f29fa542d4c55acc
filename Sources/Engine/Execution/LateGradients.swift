import Kernels

extension Execution {
    /// Where the weights of late steps stand in the network's flat arrays.
    public var lateRanges: [Range<Int>] { late.compactMap(\.step.lateRange) }

    public var hasLateSteps: Bool { !late.isEmpty }

    /// Whether all gradients that the last backward pass has left are known to be finite without computing them, and so
    /// are the sums of their squares.
    public var lateIsBounded: Bool {
        var index = 0
        while index < late.count {
            if !late[index].step.isBounded { return false }
            index += 1
        }
        return true
    }

    /// Computes what the last backward pass has left, into the network's gradients.
    public func computeLate() {
        giveLateWork()
        var index = 0
        while index < late.count {
            late[index].step.computeLate()
            index += 1
        }
    }

    /// Gives what the last backward pass has left, in blocks, told where each begins in the network's flat arrays.
    /// - Returns: the sum of the squares.
    public func giveLate(to taker: any FlatTaker) -> Double {
        giveLateWork()
        var (sum, index) = (0.0, 0)
        while index < late.count {
            taker.start = late[index].step.lateRange?.lowerBound ?? 0
            sum += late[index].step.giveLate(to: taker)
            laps?.weightUpdate(late[index].index, rows: last?.rows ?? 0)
            index += 1
        }
        return sum
    }
}

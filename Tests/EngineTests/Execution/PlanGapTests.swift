import Kernels
import Networks
import Testing

@testable import Engine

/// Every step stays within its buffers and the memory that it asked for: what lies between them is as it was after all
/// passes. A float beyond would be another buffer's, in which nobody may notice.
@Suite struct PlanGapTests {
    /// Of the floats in the gaps: no number, so that one that is read shows in what comes of it.
    private static let mark: UInt32 = 0x7FE5_A5A5

    private struct Conduct {
        /// Floats that were written and belong to nobody.
        var written = 0
        let gaps: Int
        let output: [Float], inputGradient: [Float], gradients: [Float]
    }

    /// Passes in training mode, in inference, and with late gradients.
    private static func conduct(
        _ networkCase: NetworkCase, rows: Int, threads: Int, holding: Holding, remaking: Int, gap: Int
    ) throws -> Conduct {
        let graph = try networkCase.graph()
        let execution = Execution(
            Network(graph, seed: 1, stream: 0), batch: rows, workers: Workers(threads: threads), holding: holding,
            remaking: remaking, gap: gap)
        let labels = (0..<rows).flatMap { row in
            (0..<NetworkCase.classes).map { $0 == NetworkCase.label(ofRow: row) ? Float(1) : 0 }
        }
        func place(_ offset: Int) -> UnsafeMutablePointer<Float> {
            offset < execution.plan.ownCount
                ? execution.own.pointer + offset
                : execution.memory.pointer + (offset - execution.plan.ownCount)
        }
        let places = execution.plan.memory.gaps.flatMap { $0.map(place) }
        for place in places { place.pointee = Float(bitPattern: mark) }
        let input = numbers(rows * graph.input.count, seed: 4)
        let slope = numbers(rows * graph.output.count, seed: 8)
        let address = RandomAddress(seed: 5, stream: 3, iteration: 17)
        return labels.withUnsafeBufferPointer { labels in
            if graph.inputs.count > 1, let start = labels.baseAddress { execution.bind(start, toInput: 1) }
            let output = execution.output(input, rows: rows, training: address)
            let inputGradient = execution.backward(slope, parameters: .overwrite, inputGradient: true)
            var conduct = Conduct(
                gaps: places.count, output: output,
                inputGradient: Array(UnsafeBufferPointer(start: inputGradient, count: input.count)),
                gradients: execution.network.gradientValues)
            if !execution.late.isEmpty {
                execution.output(input, rows: rows, training: address)
                execution.backward(slope, parameters: .late, inputGradient: true)
                execution.computeLate()
            }
            execution.output(input, rows: max(1, rows - 1))
            conduct.written = places.count { $0.pointee.bitPattern != mark }
            return conduct
        }
    }

    @Test(arguments: NetworkCase.all)
    func stepsStayWithinTheirMemory(_ networkCase: NetworkCase) throws {
        for (rows, threads) in [(1, 1), (5, 2), (19, 3)] {
            for (holding, remaking) in [(Holding.everything, Plan.worthRemaking), (.nothing, 1)] {
                func conduct(gap: Int) throws -> Conduct {
                    try Self.conduct(
                        networkCase, rows: rows, threads: threads, holding: holding, remaking: remaking, gap: gap)
                }
                let (apart, usual) = (try conduct(gap: 16), try conduct(gap: 0))
                #expect(apart.gaps > 0 && usual.gaps == 0)
                #expect(apart.written == 0, "\(rows) rows, \(threads) threads, \(holding)")
                #expect(apart.output == usual.output && apart.inputGradient == usual.inputGradient)
                #expect(apart.gradients == usual.gradients)
            }
        }
    }
}

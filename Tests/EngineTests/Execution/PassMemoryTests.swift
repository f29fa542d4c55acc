import Kernels
import Networks
import TestSupport
import Testing

@testable import Engine

private let address = RandomAddress(seed: 5, stream: 3, iteration: 17)
private let one = Workers(threads: 1)

/// Memory that is lent for a while: whose passes use it get the numbers that they get in memory of their own, and the
/// lender has as much as before.
@Suite struct PassMemoryTests {
    /// An execution, and what a step of it must come to.
    private final class Party {
        let execution: Execution
        private let rows: Int
        private let expected: [[Float]]

        init(_ sample: Sample, rows: Int, seed: UInt64, memory: PassMemory, holding: Holding = .nothing) throws {
            let (graph, rows) = (try sample.graph(), rows)
            func execution(_ memory: PassMemory) -> Execution {
                Execution(
                    Network(graph, seed: seed, stream: 2), batch: rows, workers: one, memory: memory, holding: holding)
            }
            expected = try Self.step(execution(PassMemory()), rows: rows)
            self.execution = execution(memory)
            self.rows = rows
        }

        /// Output and gradients of a step, another's work between its passes.
        private static func step(_ execution: Execution, rows: Int, between: () throws -> Void = {}) throws
            -> [[Float]]
        {
            let input = numbers(rows * execution.network.graph.input.count, seed: 4)
            let output = execution.output(input, rows: rows, training: address)
            try between()
            let slope = numbers(output.count, seed: 8)
            let gradient = execution.backward(slope, parameters: .overwrite, inputGradient: true)
            return [
                output, Array(UnsafeBufferPointer(start: gradient, count: input.count)),
                execution.network.gradientValues,
            ]
        }

        func isRight(between: () throws -> Void = {}) throws -> Bool {
            try Self.step(execution, rows: rows, between: between) == expected
        }
    }

    /// The memory grows twice and is given back twice, while the lender's values are held or between its steps.
    @Test(arguments: Sample.allCases, [Holding.everything, .values, .nothing])
    func whoeverUsesItGetsTheSameNumbers(_ sample: Sample, _ holding: Holding) throws {
        let memory = PassMemory()
        let lender = try Party(sample, rows: 5, seed: 1, memory: memory, holding: holding)
        func lending() throws {
            let before = memory.bytes
            try memory.lend {
                let borrower = try Party(sample, rows: 9, seed: 3, memory: memory)
                let lent = memory.bytes
                #expect(lent > before, "the borrower needs more than there was")
                #expect(try borrower.isRight())
                try memory.lend {
                    let second = try Party(sample, rows: 33, seed: 6, memory: memory)
                    #expect(memory.bytes > lent)
                    #expect(try second.isRight())
                    #expect(try borrower.isRight(), "in memory that has moved")
                }
                #expect(memory.bytes == lent)
                #expect(try borrower.isRight(), "in memory that has moved again")
                if !holding.isOwn { #expect(try lender.isRight(), "while it is lent") }
            }
            #expect(memory.bytes == before)
        }
        #expect(try lender.isRight())
        if holding.isOwn { #expect(try lender.isRight(between: lending)) } else { try lending() }
        #expect(try lender.isRight())
    }

    /// What needs no more than there is takes nothing and moves nothing.
    @Test func whatFitsStaysWhereItIs() throws {
        let memory = PassMemory()
        let lender = try Party(.discriminator, rows: 9, seed: 1, memory: memory)
        let (place, before) = (memory.pointer, memory.bytes)
        try memory.lend {
            let borrower = try Party(.discriminator, rows: 5, seed: 3, memory: memory)
            #expect(memory.bytes == before)
            #expect(try borrower.isRight())
        }
        #expect(memory.pointer == place && memory.bytes == before)
        #expect(try lender.isRight())
    }

    @Test func whatFailsGivesItBackToo() throws {
        struct Failure: Error {}
        let memory = PassMemory()
        memory.reserve(100)
        #expect(throws: Failure.self) {
            try memory.lend {
                memory.reserve(300)
                throw Failure()
            }
        }
        #expect(memory.bytes == 4 * 100)
    }

    private final class Someone {}

    /// Values that a backward pass is to read are known to be lost where others wrote, or the memory moved.
    @Test func whatOthersOverwriteIsKnownToBeLost() {
        let memory = PassMemory()
        memory.reserve(100)
        let (lender, borrower) = (Someone(), Someone())
        memory.begin(lender)
        memory.lend {}
        #expect(memory.end(lender), "nobody wrote")
        memory.begin(lender)
        memory.lend { memory.reserve(100) }
        #expect(memory.end(lender), "nobody wrote, and nothing moved")
        memory.begin(lender)
        memory.lend { memory.begin(borrower) }
        #expect(!memory.end(lender), "the borrower wrote")
        memory.begin(lender)
        memory.useUp()
        #expect(!memory.end(lender), "somebody worked in it")
        memory.begin(lender)
        memory.lend { memory.reserve(101) }
        #expect(!memory.end(lender), "it moved")
        memory.lend {
            memory.reserve(101)
            memory.begin(borrower)
        }
        #expect(!memory.end(borrower), "it was given back")
    }
}

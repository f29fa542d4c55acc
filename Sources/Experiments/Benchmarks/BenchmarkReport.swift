import Diagnostics
import Engine
import Foundation
import Reporting

/// What a benchmark found.
public struct BenchmarkReport: Encodable, Sendable {
    /// Over the rounds, of each round's mean.
    public struct Spread: Encodable, Sendable {
        public let median, min, max: Double
    }

    /// A part of an iteration; all parts together are the iteration.
    public struct Operation: Encodable, Sendable {
        public let name: String
        public let milliseconds: Double
        /// Of the products in it; 0 where there is none.
        public let gflops: Double
        /// The share of the machine's peak that it reached, against the peak of the same moment; for people alone.
        let peakShare: Double
        let pass: LapTimer.Work?

        private enum CodingKeys: String, CodingKey { case name, milliseconds, gflops }
    }

    public let millisecondsPerIteration: Spread
    /// Floating-point operations of an iteration: two for each multiply-add of the networks' products as they are
    /// defined. Kernels may need fewer.
    public let flopsPerIteration: Double
    public let gflops: Double
    /// Of fused multiply-adds in registers on as many threads, measured along with the iterations.
    public let peakGflops: Double
    public let peakShare: Double
    /// The most memory that the process had in use, the data included. 0 where the system does not tell.
    public let residentBytes: Int
    /// From the start of the process to the end of the first iteration.
    public let firstIterationMilliseconds: Double
    public let threads: Int
    public let operations: [Operation]

    let experiment: String
    let run: String
    let rounds: Int

    private enum CodingKeys: String, CodingKey {
        case millisecondsPerIteration = "milliseconds_per_iteration"
        case flopsPerIteration = "flops_per_iteration"
        case gflops
        case peakGflops = "peak_gflops"
        case peakShare = "peak_share"
        case residentBytes = "resident_bytes"
        case firstIterationMilliseconds = "first_iteration_milliseconds"
        case threads, operations
    }

    /// For programs. Keys are sorted.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// For people.
    public func text(width: Int?) -> String {
        let time = millisecondsPerIteration
        func ms(_ x: Double) -> String { NumberText.brief(x, digits: 3) + " ms" }
        var summary = ""
        func line(_ name: String, _ value: String) {
            summary += "  " + name.padding(toLength: 17, withPad: " ", startingAt: 0) + value + "\n"
        }
        line(
            "one iteration",
            "\(ms(time.median)), the median of \(rounds) rounds (\(ms(time.min)) to \(ms(time.max))), threads: \(threads)"
        )
        line(
            "operations",
            "\(NumberText.scaled(flopsPerIteration))FLOP, so \(NumberText.brief(gflops, digits: 3)) GFLOP/s: "
                + "\(NumberText.percent(peakShare)) of the \(NumberText.brief(peakGflops, digits: 3)) "
                + "that this machine's multiply-adds reached meanwhile")
        if let products { line("products", products) }
        line("memory", "\(NumberText.scaled(Double(residentBytes)))B, the data included")
        line("first iteration", "done \(ms(firstIterationMilliseconds)) after the program's start")
        return "\(experiment), run \(run)\n\n\(summary)\n"
            + "Where an iteration goes (measured apart, with a clock behind every operation):\n\n"
            + table.text(indent: 2, width: width) + "\n" + shortcuts
    }

    /// What the products of all layers together reach of the peak, by what they compute.
    private var products: String? {
        let shares = LapTimer.Work.allCases.compactMap { pass -> String? in
            let all = operations.filter { $0.gflops > 0 && $0.pass == pass }
            let time = all.reduce(0) { $0 + $1.milliseconds }
            guard time > 0 else { return nil }
            return
                "\(pass.rawValue) \(NumberText.percent(all.reduce(0) { $0 + $1.peakShare * $1.milliseconds } / time))"
        }
        return shares.isEmpty ? nil : shares.joined(separator: ", ") + " of the peak, all layers together"
    }

    private var table: TextTable {
        var table = TextTable([
            TextTable.Column("operation"), TextTable.Column("ms", .right), TextTable.Column("share", .right),
            TextTable.Column("GFLOP/s", .right), TextTable.Column("of peak", .right),
        ])
        let total = operations.reduce(0) { $0 + $1.milliseconds }
        for operation in operations.sorted(by: { $0.milliseconds > $1.milliseconds }) {
            table.append([
                operation.name, NumberText.rounded(operation.milliseconds),
                NumberText.percent(operation.milliseconds / total),
                operation.gflops > 0 ? NumberText.rounded(operation.gflops, decimals: 1) : "",
                operation.gflops > 0 ? NumberText.percent(operation.peakShare) : "",
            ])
        }
        return table
    }

    /// Nothing can do more operations than the peak; it can need fewer.
    private var shortcuts: String {
        operations.contains { $0.peakShare > 1 }
            ? "Operations are counted as the layers define them; convolutions that need fewer can pass the peak.\n" : ""
    }
}

import Diagnostics
import Equilibrium
import Foundation

/// Two builds of this program that take turns on an experiment. Each turn is a process of its own; which build begins
/// changes from round to round, and a ratio is taken within a round, so that both see the same machine.
public struct BuildComparison: Sendable {
    public struct Options: Sendable {
        /// The other build's program.
        public var other: String
        public var rounds: Int
        public var threads: Int
        /// Of all turns together.
        public var seconds: Double

        public init(other: String, rounds: Int, threads: Int, seconds: Double) {
            (self.other, self.rounds, self.threads, self.seconds) = (other, rounds, threads, seconds)
        }
    }

    /// Milliseconds of an iteration in each round.
    public let own: [Double], others: [Double]
    /// This build's time by the other's, the geometric mean over the rounds, with its interval at 95 % by Student's t
    /// of the logarithms; nil of a single round.
    public let ratio: Double
    public let interval: Interval?

    init(own: [Double], others: [Double]) {
        (self.own, self.others) = (own, others)
        let logs = zip(own, others).map { log($0 / $1) }
        let (mean, n) = (logs.reduce(0, +) / Double(logs.count), Double(logs.count))
        ratio = exp(mean)
        guard logs.count > 1 else {
            interval = nil
            return
        }
        let variance = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
        let spread = StudentT.quantile(0.975, degrees: n - 1) * (variance / n).squareRoot()
        interval = Interval(exp(mean - spread), exp(mean + spread))
    }

    /// Lets both builds take their turns.
    /// - Parameters:
    ///   - file: of the experiment; `overrides`: what is set over it, as `--set` takes it.
    ///   - report: told each round's times in milliseconds: this build's, the other's.
    /// - Throws: where either program cannot be started, or does not say what an iteration takes.
    public static func measure(
        _ file: String, overrides: [String], _ options: Options,
        report: (_ round: Int, _ own: Double, _ other: Double) -> Void
    ) throws(DiagnosticError) -> BuildComparison {
        let programs = ["/proc/self/exe", options.other]
        let arguments =
            ["bench", file, "--json", "--threads", "\(options.threads)", "--seconds"]
            + ["\(options.seconds / Double(2 * options.rounds))"] + overrides.flatMap { ["--set", $0] }
        var times: [[Double]] = [[], []]
        for round in 0..<options.rounds {
            for turn in [round % 2, 1 - round % 2] {
                times[turn].append(try milliseconds(of: OtherProgram(path: programs[turn]), arguments))
            }
            report(round + 1, times[0][round], times[1][round])
        }
        return BuildComparison(own: times[0], others: times[1])
    }

    private static func milliseconds(of program: OtherProgram, _ arguments: [String]) throws(DiagnosticError) -> Double
    {
        struct Said: Decodable {
            struct Time: Decodable { let median: Double }

            let milliseconds_per_iteration: Time
        }
        let answer = try program.answer(arguments)
        let why = answer.errors.split(separator: "\n").first { $0.contains("rror") }.map { ": \($0)" } ?? ""
        guard answer.status == 0 else {
            throw DiagnosticError(
                Diagnostic(
                    "'\(program.path) \(arguments.joined(separator: " "))' ended with status \(answer.status)\(why)",
                    help: "--compare takes the program of another build, which reads the same experiment"))
        }
        do {
            return try JSONDecoder().decode(Said.self, from: Data(answer.output.utf8)).milliseconds_per_iteration.median
        } catch {
            throw DiagnosticError(
                Diagnostic(
                    "'\(program.path) bench' does not say what an iteration takes",
                    help: "--compare takes the program of another build of saddle"))
        }
    }

    /// For people.
    public var text: String {
        let (own, others) = (own.median, others.median)
        let known = interval.map {
            let range = "\(NumberText.rounded($0.lower)) to \(NumberText.rounded($0.upper)) at 95 %"
            let words =
                $0.contains(1) ? "no difference is shown" : ratio < 1 ? "this build is faster" : "this build is slower"
            return " (\(range)): \(words)"
        }
        return "this build \(NumberText.brief(own, digits: 3)) ms an iteration, the other "
            + "\(NumberText.brief(others, digits: 3)) ms, medians of \(self.own.count) rounds\n"
            + "this / other: \(NumberText.rounded(ratio))\(known ?? "")\n"
    }
}

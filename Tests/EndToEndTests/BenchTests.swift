import Foundation
import Testing

@Suite struct BenchTests {
    private static let keys = [
        "first_iteration_milliseconds", "flops_per_iteration", "gflops", "milliseconds_per_iteration", "operations",
        "peak_gflops", "peak_share", "resident_bytes", "threads",
    ]

    @Test func figuresForPrograms() throws {
        let program = try Program()
        defer { program.remove() }
        let result = try program.run(
            "bench", "experiments/benchmarks/ring.yaml", "--json", "--seconds", "1", "--threads", "2")
        #expect(result.status == 0, "\(result.errors)")
        let parsed = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        let json = try #require(parsed as? [String: Any])
        #expect(json.keys.sorted() == Self.keys)
        let time = try #require(json["milliseconds_per_iteration"] as? [String: Double])
        #expect(time.keys.sorted() == ["max", "median", "min"])
        let (median, low, high) = (time["median"] ?? 0, time["min"] ?? 0, time["max"] ?? 0)
        #expect(0 < low && low <= median && median <= high)

        func number(_ key: String) -> Double { (json[key] as? NSNumber)?.doubleValue ?? 0 }
        #expect(number("threads") == 2)
        // Generator 2-128-128-2 forward once and backward without its input's gradient; discriminator 2-128-1 on
        // both halves, then on the fakes with the input's gradient alone: multiply-adds of a sample.
        let (generator, discriminator) = (2 * 128 + 128 * 128 + 128 * 2, 2 * 128 + 128)
        let backward = generator + generator - 2 * 128
        let judged = 2 * (2 * discriminator + 128) + 2 * discriminator
        #expect(number("flops_per_iteration") == Double(2 * 64 * (generator + backward + judged)))
        #expect(abs(number("gflops") / (number("flops_per_iteration") * 1e-6 / median) - 1) < 1e-6)
        #expect(abs(number("peak_share") / (number("gflops") / number("peak_gflops")) - 1) < 1e-6)
        #expect(number("peak_gflops") > 0)
        #expect((1e6...1e9).contains(number("resident_bytes")))
        #expect(number("first_iteration_milliseconds") > 0)

        let operations = try #require(json["operations"] as? [[String: Any]])
        #expect(operations.allSatisfy { $0.keys.sorted() == ["gflops", "milliseconds", "name"] })
        let names = operations.compactMap { $0["name"] as? String }
        #expect(Set(names).count == operations.count)
        for part in ["forward", "input gradient", "weight gradient"] {
            #expect(names.contains { $0.hasPrefix("generator.2 matmul") && $0.hasSuffix(part) }, "\(names)")
        }
        #expect(!names.contains { $0.hasPrefix("generator.0 matmul") && $0.hasSuffix("input gradient") }, "\(names)")
        let times = operations.compactMap { ($0["milliseconds"] as? NSNumber)?.doubleValue }
        #expect(times.count == operations.count && times.allSatisfy { $0 > 0 })
        // Apart from the clock itself the parts are the whole. On a busy machine its threads wait for each other at one
        // time and not at another, so the whole is anything from the shortest to the longest that was seen.
        let sum = times.reduce(0, +)
        #expect((0.3 * low...3 * high).contains(sum), "\(sum) of \(low) to \(high)")
    }

    /// Against itself no ratio far from 1 can come out; each call adds its line to the table.
    @Test func twoBuildsTakeTurns() throws {
        let program = try Program()
        defer { program.remove() }
        let arguments = ["bench", "experiments/benchmarks/ring.yaml", "--threads", "1", "--csv", "benchmarks.csv"]
        let result = try program.start(
            arguments + ["--compare", Program.executable.path, "--rounds", "3", "--seconds", "0.6"]
        ).wait()
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("this / other: ") && result.output.contains(" at 95 %"), "\(result.output)")
        #expect(result.errors.contains("round 3 of 3: "))
        #expect(try program.start(arguments + ["--seconds", "0"]).wait().status == 0)
        let rows = try program.csv("benchmarks.csv")
        #expect(rows.count == 2 && rows.allSatisfy { $0["experiment"] == "benchmark-ring" && $0["threads"] == "1" })
        let ratio = try #require(rows[0]["ratio"].flatMap { Double($0) })
        #expect((0.2...5).contains(ratio) && rows[1]["ratio"] == "")

        for (other, message) in [
            ("/bin/true", "does not say what an iteration takes"), ("/bin/false", "ended with status 1"),
            ("nowhere/saddle", "cannot be started"),
        ] {
            let bad = try program.run(
                "bench", "experiments/benchmarks/ring.yaml", "--compare", other, "--seconds", "0.1")
            #expect(bad.status == 1 && bad.errors.contains(message), "\(bad.errors)")
        }
        try program.write("a,b\n1,2\n", to: "other.csv")
        let refused = try program.run(
            "bench", "experiments/benchmarks/ring.yaml", "--seconds", "0", "--csv", "other.csv")
        #expect(refused.status == 1 && refused.errors.contains("is no table of benchmarks"), "\(refused.errors)")
        #expect(try program.read("other.csv") == "a,b\n1,2\n")
    }

    @Test func tableForPeople() throws {
        let program = try Program()
        defer { program.remove() }
        let result = try program.run(
            "bench", "experiments/benchmarks/ring.yaml", "--seconds", "0", "--threads", "1", "--set",
            "training.iterations=7200000")
        #expect(result.status == 0, "\(result.errors)")
        for part in [
            "one iteration", "products         forward ", "of the peak, all layers together", "GFLOP/s", "of peak",
            "first iteration", "discriminator's update",
            "\ntime: about ", " for the run, as fast as this machine is just now, ",
        ] {
            #expect(result.output.contains(part), "\(result.output)")
        }
        let bad = try program.run("bench", "experiments/benchmarks/ring.yaml", "--threads", "0")
        #expect(bad.status == 2 && bad.errors.contains("--threads takes 1 to 1024"))
    }
}

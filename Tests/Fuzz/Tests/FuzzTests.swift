import FuzzTargets
import Testing

/// A sample of what the fuzzer does, always the same: sound inputs, changed in a few places. Where a change makes the
/// reader trap, this program ends.
@Suite struct FuzzTests {
    @Test(arguments: FuzzTarget.all) func soundInputsAreRead(target: FuzzTarget) throws {
        let seeds = try target.seeds()
        #expect(!seeds.isEmpty)
        for seed in seeds { target.read(seed) }
    }

    @Test(.timeLimit(.minutes(1)), arguments: FuzzTarget.all) func changedInputsNeverTrap(target: FuzzTarget) throws {
        let seeds = try target.seeds().sorted { $0.count < $1.count }.prefix(6)
        var mutation = Mutation(state: 1)
        for round in 0..<(target.name == "yaml" ? 60 : 400) {
            let seed = Array(seeds)[round % seeds.count]
            target.read(mutation.change(seed, with: Array(seeds)[mutation.below(seeds.count)]))
        }
    }

    /// Inputs that a fuzzer found, each with what it made of the program then.
    @Test(arguments: Findings.all) func whatWasFoundIsMended(finding: Findings.Finding) throws {
        try #require(FuzzTarget.named(finding.target)).read(finding.input)
    }
}

enum Findings {
    struct Finding: Sendable, CustomStringConvertible {
        let target: String
        let input: [UInt8]
        let was: String

        var description: String { "\(target): \(was)" }
    }

    static let all: [Finding] = [
        Finding(target: "csv", input: Array("3\0junk,1\n0x10,2\n1,2\n".utf8), was: "a number up to its byte of 0")
    ]
}

/// Changes of an input as a fuzzer makes them.
private struct Mutation {
    var state: UInt64

    /// xorshift64*, Vigna 2016.
    mutating func below(_ count: Int) -> Int {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % count
    }

    mutating func change(_ input: [UInt8], with other: [UInt8]) -> [UInt8] {
        var bytes = input
        for _ in 0...below(4) {
            let place = bytes.isEmpty ? 0 : below(bytes.count)
            guard !bytes.isEmpty else {
                bytes = [UInt8(below(256))]
                continue
            }
            switch below(7) {
            case 0: bytes[place] = UInt8(below(256))
            case 1: bytes[place] ^= 1 << UInt8(below(8))
            case 2: bytes[place] = Array("[]{}:,&*!|>'\"%@#-?\n\t 0919.e+\0".utf8)[below(29)]
            case 3: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(8)))
            case 4:
                bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 1 + below(16))], at: below(bytes.count))
            case 5: bytes.insert(contentsOf: other.dropFirst(below(other.count + 1)).prefix(below(16)), at: place)
            default: bytes.removeLast(below(bytes.count) / 2)
            }
        }
        return bytes
    }
}

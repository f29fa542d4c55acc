import Testing
import TestSupport

@testable import Configuration

/// What a text makes of a hash is the same by one step as byte by byte, however often it was asked for.
@Suite struct HashedTextTests {
    @Test(arguments: 0..<4) func oneStepIsAsGoodAsAll(seed: Int) {
        var random = SplitMix(seed: seed)
        let bytes = (0..<Int.random(in: 0...90, using: &random)).map { _ in
            UInt8.random(in: .min ... .max, using: &random)
        }
        let text = HashedText(bytes)
        for _ in 0..<2000 {
            let start = UInt64.random(in: .min ... .max, using: &random)
            var (known, plain) = (start, start)
            text.add(to: &known)
            StableHash.add(bytes, to: &plain)
            #expect(known == plain)
        }
    }

    @Test func magnitudesLeaveZerosAndIntegersOut() {
        #expect(Value.real(-3).magnitudes == 3...3)
        #expect(Value.list([.integer(7), .real(0), .null, .text("1e9")]).magnitudes == nil)
        let inner = Value.section(Values(["a": .real(0.5), "b": .list([.real(-1e-50), .real(1e39)])]))
        #expect(Value.choice(Choice(.losses, "x", Values(["c": inner]))).magnitudes == 1e-50...1e39)
    }
}

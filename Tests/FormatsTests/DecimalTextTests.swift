import Formats
import Testing

struct DecimalTextTests {
    @Test("decimal notation, and nothing else that is taken for a number elsewhere")
    func forms() {
        for text in ["0", "-0", "+1", "1.", ".5", "-1.25e-3", "007", "1E+2", "123456789012345678901234567890"] {
            #expect(DecimalText.value(text) == Double(text), "\(text)")
        }
        #expect(DecimalText.value("1e999") == .infinity && DecimalText.value("1e-999") == 0)
        #expect(DecimalText.value("0e999999999999999999999") == 0)
        for text in [
            "", "-", ".", "e5", "1e", "1e+", "0x10", "inf", "nan", "1_000", "1,5", " 1", "1 ", "1.2.3", "--1", "1f",
            "\0",
        ] {
            #expect(DecimalText.value(text) == nil, "\(text)")
        }
    }

    @Test("the nearest Double, whatever the number of digits", arguments: 0..<200)
    func nearest(_ seed: Int) {
        // A linear congruential generator (Knuth's MMIX).
        var state = UInt64(seed)
        let bits = (0..<200).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt32(state >> 32)
        }
        for index in 0..<100 {
            let digits = "\(bits[2 * index])\(bits[2 * index + 1])".prefix(1 + index % 20)
            let text = "\(index % 3 == 0 ? "-" : "")\(digits.prefix(index % 7)).\(digits)e\(index - 50)"
            #expect(DecimalText.value(text) == Double(text), "\(text)")
        }
    }
}

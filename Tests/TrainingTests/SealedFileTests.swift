import Formats
import Testing
import Training

@Suite struct SealedFileTests {
    /// Every changed bit and every length of a sealed file is seen.
    @Test func aSealShowsEveryChange() throws {
        let good = Safetensors(
            metadata: ["k": "v"], tensors: [NamedTensor("w", shape: [1, 2], values: [1, .nan])], texts: ["t": [7]]
        ).sealedBytes
        #expect(try Safetensors(sealed: good).texts == ["t": [7]])
        func isRefused(_ bytes: [UInt8]) -> Bool {
            do { _ = try Safetensors(sealed: bytes) } catch { return true }
            return false
        }
        for position in good.indices {
            for bit in 0..<8 {
                var bad = good
                bad[position] ^= 1 << bit
                #expect(isRefused(bad), "byte \(position)")
            }
        }
        for length in 0..<good.count { #expect(isRefused(Array(good.prefix(length)))) }
        #expect(isRefused(good + [0]))
        #expect(throws: SafetensorsError.unsealed) {
            try Safetensors(sealed: Safetensors(tensors: [NamedTensor("w", shape: [], values: [0])]).bytes)
        }
    }
}

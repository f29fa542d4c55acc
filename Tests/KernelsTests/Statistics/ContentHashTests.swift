import Kernels
import Testing

@Suite struct ContentHashTests {
    /// From the reference implementation, over the bytes 0, 1, 2, ...: every way through the tail.
    @Test(arguments: [
        (0, "ef46db3751d8e999"), (1, "e934a84adb052768"),
        (3, "e5c7bb4533bc65dd"), (4, "ffced8604453cc1e"), (8, "884a173614b81b8d"), (31, "c346d2b59b4d8ee1"),
        (32, "cbf59c5116ff32b4"),
        (101, "e99038495f85381e"), (1000, "6ef436b00eba4078"),
    ])
    func knownValues(count: Int, hash: String) {
        #expect(ContentHash.text((0..<count).map { UInt8(truncatingIfNeeded: $0) }) == hash)
    }

    /// However the bytes come.
    @Test(arguments: [1, 7, 31, 32, 33, 64, 100, 999])
    func piecesGiveTheHashOfTheWhole(size: Int) {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
        var hash = ContentHash()
        for start in stride(from: 0, to: bytes.count, by: size) {
            hash.take(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        #expect(hash.value == bytes.withUnsafeBytes(ContentHash.hash))
    }
}

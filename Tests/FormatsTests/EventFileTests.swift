import Testing

@testable import Formats

@Suite struct EventFileTests {
    /// The check value of CRC-32C (Koopman, "32-bit cyclic redundancy codes for Internet applications", 2002; RFC 3720
    /// B.4).
    @Test func checksumIsCastagnolis() {
        #expect(TFRecord.crc(Array("123456789".utf8)) == 0xE306_9283)
        #expect(TFRecord.crc([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    }

    @Test func varintsTakeSevenBitsAByte() {
        var buffer = ProtocolBuffer()
        buffer.varint(1, 150)
        #expect(buffer.bytes == [0x08, 0x96, 0x01])
        var text = ProtocolBuffer()
        text.text(2, "testing")
        #expect(text.bytes == [0x12, 0x07] + Array("testing".utf8))
    }

    @Test func packedDoublesAreOneField() {
        var buffer = ProtocolBuffer()
        buffer.doubles(6, [1, -2])
        #expect(buffer.bytes == [0x32, 0x10, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0])
    }

    /// What `Tests/FormatsTests/events.py` reads back; here that ends of the range, and a range of one number, count.
    @Test(arguments: [(0.0...3.0, [0, 1, 3, 3], [1.0, 1, 2]), (2.0...2.0, [2, 2], [2.0])])
    func everyNumberIsInABucket(range: ClosedRange<Double>, values: [Double], expected: [Double]) {
        var file = EventFile()
        file.histogram("x", values, in: range, step: 1)
        var counts = ProtocolBuffer()
        let width = range.upperBound - range.lowerBound
        var buckets = [Double](repeating: 0, count: width == 0 ? 1 : 30)
        for (value, count) in zip(width == 0 ? [0] : [0, 10, 29], expected) { buckets[value] = count }
        counts.doubles(7, buckets)
        #expect(file.bytes.indices.contains { file.bytes[$0...].starts(with: counts.bytes) })
    }

    /// A longer file begins with what the shorter one was: a reader that follows it misses nothing.
    @Test func filesGrow() {
        var short = EventFile()
        short.scalar("accuracy", 0.5, step: 0)
        var long = short
        long.scalar("accuracy", 0.6, step: 10)
        #expect(long.bytes.starts(with: short.bytes) && long.bytes.count > short.bytes.count)
    }
}

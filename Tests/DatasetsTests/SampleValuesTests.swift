import Foundation
import Testing

@testable import Datasets

/// Samples that are kept as bytes, beside the floats that they stand for.
struct SampleValuesTests {
    /// Every way in which bytes become numbers, and the arithmetic that gives each.
    static let conversions: [(name: String, levels: Levels, value: Formula)] = [
        ("pixels", .pixels(maximum: 255), pixels), ("marks", .pixels(maximum: 16), marks),
        ("pictures", .pictures, pictures), ("a range", .range(-3...300), range),
    ]
    typealias Formula = @Sendable (UInt8) -> Float
    private static let pixels: Formula = { byte in 2 * Float(byte) / Float(255) - 1 }
    private static let marks: Formula = { byte in 2 * Float(byte) / Float(16) - 1 }
    private static let pictures: Formula = { byte in Float(byte) / 127.5 - 1 }
    private static let range: Formula = { byte in
        let distance = Double(byte) - -3
        return Float(2 * distance / (300 - -3) - 1)
    }

    @Test("each of 256 levels is the float of the formula, to the bit", arguments: conversions.indices)
    func levels(_ index: Int) {
        let (name, levels, value) = Self.conversions[index]
        let all = (0...255).map { UInt8($0) }
        #expect(
            SampleValues.levels(all, levels).floats.map(\.bitPattern) == all.map { value($0).bitPattern },
            "\(name)")
    }

    /// The same samples as bytes and as floats.
    func both(_ count: Int, labels: Bool = true) -> (levels: Samples, floats: Samples) {
        let shape = [2, 3, 1]
        let bytes = (0..<count * 6).map { UInt8(truncatingIfNeeded: $0 * 91 + 5) }
        let classes = labels ? (0..<count).map { UInt8($0 % 7) } : nil
        let levels = Samples(shape: shape, count: count, stored: .levels(bytes, .pictures), labels: classes)
        return (
            levels,
            Samples(shape: shape, count: count, values: bytes.map { Float($0) / 127.5 - 1 }, labels: classes)
        )
    }

    /// The checksum as it was when all samples were floats.
    @Test("a checksum is that of the floats", arguments: [0, 1, 5, 10_923, 25_000], [false, true])
    func checksum(_ count: Int, _ labels: Bool) {
        let (levels, floats) = both(count, labels: labels)
        var hash: UInt64 = 17
        for value in floats.values { hash = (hash ^ UInt64(value.bitPattern)) &* 0x0000_0100_0000_01B3 }
        for label in floats.labels ?? [] { hash = (hash ^ UInt64(label)) &* 0x0000_0100_0000_01B3 }
        #expect(levels.checksum(from: 17) == hash && floats.checksum(from: 17) == hash)
    }

    @Test("parts of samples are kept as the whole is, and mean the same")
    func parts() {
        let (levels, floats) = both(100)
        let changes: [(Samples) -> Samples] = [
            { $0[20..<70] }, { $0[0..<100] }, { $0[100..<100] }, { $0.selecting([99, 0, 5, 5]) },
            { $0.selecting([]) }, { $0.withMirrorImages }, { $0.permuted(seed: 3) },
        ]
        for (index, change) in changes.enumerated() {
            let (few, same) = (change(levels), change(floats))
            #expect(few.areLevels && !same.areLevels && few.count == same.count, "change \(index)")
            #expect(few.values == same.values && few.labels == same.labels && few.shape == same.shape)
        }
        #expect(levels.values(of: 3..<9) == floats.values(of: 3..<9))
        #expect(levels.values(of: 3..<9) == Array(floats.values[18..<54]))
        for limit in [0, 1, 42, 1000] {
            let first = [levels, floats].map { samples in
                samples.withFirst(limit) { values, count in
                    Array(UnsafeBufferPointer(start: values, count: 6 * count))
                }
            }
            #expect(first[0] == first[1] && first[0].count == 6 * min(limit, 100))
        }
    }

    @Test("mirror images are turned left for right")
    func mirror() {
        let samples = Samples(shape: [2, 2, 3], count: 1, values: (0..<12).map { Float($0) })
        #expect(samples.withMirrorImages.values[12...] == [3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8])
    }

    @Test("pictures of 8 bits are kept as bytes, and stay so in parts", arguments: ["digits", "stacked", "random"])
    func registry(_ name: String) throws {
        let source = try source(
            name, name == "random" ? ["shape": .list([4, 6, 3].map { .integer($0) })] : [:])
        let (dataset, profile) = (try source.load(), try source.profile())
        #expect(dataset.training.areLevels && dataset.heldOut.areLevels && profile.areLevels)
        #expect(profile.bytes == (dataset.training.count + dataset.heldOut.count) * dataset.training.size)
        #expect(dataset.pictures.map { $0.training.areLevels } ?? true)
    }

    @Test("numbers that are no levels stay floats", arguments: ["ring", "dirac", "random"])
    func floats(_ name: String) throws {
        let source = try source(name, name == "random" ? ["shape": .list([.integer(7)])] : [:])
        let (dataset, profile) = (try source.load(), try source.profile())
        #expect(!dataset.training.areLevels && !dataset.heldOut.areLevels && !profile.areLevels)
        #expect(profile.bytes == 4 * (dataset.training.count + dataset.heldOut.count) * dataset.training.size)
    }
}

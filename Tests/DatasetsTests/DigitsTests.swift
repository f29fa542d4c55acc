import Testing

@testable import Datasets

struct DigitsTests {
    let dataset: Dataset

    init() throws { dataset = try source("digits").load() }

    @Test func sizes() {
        #expect(dataset.shape == [8, 8, 1])
        #expect(dataset.kind == .image)
        #expect(dataset.training.count == 1437)
        #expect(dataset.heldOut.count == 360)
        #expect(dataset.classNames == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"])
    }

    @Test("as many of each digit as the source has")
    func classes() throws {
        let labels = try #require(dataset.training.labels) + #require(dataset.heldOut.labels)
        let counts = (0..<10).map { digit in labels.count { $0 == UInt8(digit) } }
        #expect(counts == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    }

    @Test("every image with its label is that of the source")
    func checksum() throws {
        // The sum, which no order changes, of the FNV-1a hashes of each image's 64 pixels and its label.
        var sum: UInt64 = 0
        for part in [dataset.training, dataset.heldOut] {
            let labels = try #require(part.labels)
            for (image, label) in zip(part.rows, labels) {
                var hash: UInt64 = 0xcbf2_9ce4_8422_2325
                for byte in image.map({ UInt8(($0 + 1) * 8) }) + [label] {
                    hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
                }
                sum &+= hash
            }
        }
        #expect(sum == 0xb1c6_70a6_c828_5a09)
    }

    @Test("no image is on both sides")
    func disjoint() {
        // All 1797 images differ, so that images tell samples apart.
        let training = Set(dataset.training.rows)
        let heldOut = Set(dataset.heldOut.rows)
        #expect(training.isDisjoint(with: heldOut))
        #expect(training.count + heldOut.count == 1797)
    }

    @Test("pixels keep their 17 levels")
    func levels() {
        #expect(Set(dataset.training.values) == Set((0...16).map { Float($0) / 8 - 1 }))
    }
}

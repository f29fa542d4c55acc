import CZlib
import Configuration
import Formats
import TestSupport
import Testing

@testable import Datasets

/// `array`: NumPy's and IDX arrays of any type.
@Suite struct ArrayTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// An array of single-precision floats as NumPy writes it.
    private func npy(_ name: String, _ shape: [Int], _ values: [Double]) throws -> Value {
        var bytes = NPYArray.header(.single, shape: shape)
        for value in values { NPYArray.append(value, as: .single, to: &bytes) }
        return .text(try folder.write(name, bytes))
    }

    @Test func theHeaderIsRead() throws {
        for (element, shape) in [(NPYArray.Element.byte, [2, 3]), (.single, [6]), (.double, [1, 2, 3])] {
            var bytes = NPYArray.header(element, shape: shape)
            #expect(bytes.count % 64 == 0)
            for value in 0..<6 { NPYArray.append(Double(value), as: element, to: &bytes) }
            #expect(try NPYArray(bytes) == NPYArray(shape: shape, values: [0, 1, 2, 3, 4, 5]))
        }
    }

    @Test func imagesOfEveryRange() throws {
        func values(_ numbers: [Double], _ more: [String: Value] = [:]) throws -> Set<Float> {
            let path = try npy("a.npy", [8, 2, 1], (0..<16).map { numbers[$0 % numbers.count] })
            let dataset = try source("array", ["path": path].merging(more) { $1 }).load()
            #expect(dataset.shape == [2, 1, 1])
            let cells = (0..<dataset.training.count).flatMap { dataset.units.numbers(dataset.training.row($0)[...]) }
            #expect(Set(cells).isSubset(of: Set(numbers)))
            #expect(dataset.training.areLevels == numbers.allSatisfy { $0 == $0.rounded() && $0 >= 0 })
            return Set(dataset.training.values)
        }
        #expect(try values([0, 255]) == [-1, 1] && values([0, 51]) == [-1, -0.6])
        #expect(try values([0, 1]) == [-1, 1] && values([0.5, 1]) == [0, 1] && values([-1, 0.5]) == [-1, 0.5])
        #expect(try values([10, 20], ["range": .list([.integer(0), .real(40)])]) == [-0.5, 0])
        let path = try npy("b.npy", [4, 1, 1], [-3, 2, 7, 9])
        #expect(folder.failure { try source("array", ["path": path]).load() }.contains("which are black and white?"))
    }

    /// Every value of an image stays where its pixel is; training images alone are mirrored.
    @Test func imagesAreResizedAndMirrored() throws {
        let numbers = (0..<6 * 8 * 3).map { Double($0 * 37 % 256) }
        let path = try npy("wide.npy", [6, 4, 2, 3], numbers)
        let plain = try source("array", ["path": path]).load()
        let changed = try source("array", ["path": path, "size": .integer(3), "mirror": .boolean(true)]).load()
        #expect(changed.shape == [3, 3, 3] && changed.training.count == 2 * plain.training.count)
        #expect(changed.heldOut.count == plain.heldOut.count)
        #expect(changed.units.header?.count == 27)
        for index in 0..<plain.training.count {
            let picture = Picture(width: 2, height: 4, channels: 3, values: plain.training.row(index))
            let fitted = picture.fitted(width: 3, height: 3).values
            #expect(changed.training.row(2 * index) == fitted)
            var mirrored: [Float] = []
            for row in 0..<3 {
                for column in [2, 1, 0] {
                    let pixel = 9 * row + 3 * column
                    mirrored += fitted[pixel..<pixel + 3]
                }
            }
            #expect(changed.training.row(2 * index + 1) == mirrored)
        }
        let profile = try source("array", ["path": path, "size": .integer(3), "mirror": .boolean(true)]).profile()
        #expect(profile.shape == [3, 3, 3] && profile.training == changed.training.count)
        // 20 x 4096 x 4096 numbers.
        let many = try npy("many.npy", [20, 1, 1], (0..<20).map { Double($0 * 12) })
        #expect(
            folder.failure { try source("array", ["path": many, "size": .integer(4096)]).load() }
                .contains("20 images of 4096 x 4096 pixels have more than 2^28 numbers"))
        let rows = try npy("rows.npy", [10, 2], (0..<20).map { Double($0) })
        #expect(
            folder.failure { try source("array", ["path": rows, "size": .integer(3)]).load() }
                .contains("size changes images, and its samples have shape [2]"))
    }

    @Test func rowsAndLabels() throws {
        let path = try npy("rows.npy", [10, 2], (0..<20).map { Double($0) * 100 })
        let labels = try npy("labels.npy", [10], (0..<10).map { Double($0 % 2) })
        let dataset = try source("array", ["path": path, "labels": labels]).load()
        #expect(dataset.shape == [2] && dataset.classNames == ["0", "1"] && dataset.training.count == 8)
        let back = (0..<8).map { dataset.units.numbers(dataset.training.row($0)[...]) }
        #expect(back.allSatisfy { abs($0[1] - $0[0] - 100) < 1e-3 })
        let few = try npy("few.npy", [9], [0, 0, 0, 0, 0, 0, 0, 0, 0])
        #expect(
            folder.failure { try source("array", ["path": path, "labels": few]).load() }
                .hasPrefix("'few.npy' has 9 labels of shape [1] for the 10 samples of 'rows.npy'"))
        let channelsFirst = try npy("c.npy", [2, 3, 4, 4], [Double](repeating: 0, count: 96))
        #expect(
            folder.failure { try source("array", ["path": channelsFirst]).load() }.contains(
                "numpy.transpose(array, (0, 2, 3, 1))"))
    }

    private static let idxTypes: [(type: UInt8, bytes: [UInt8], values: [Double])] = [
        (0x09, [1, 0xff], [1, -1]), (0x0b, [1, 0, 0xff, 0xfe], [256, -2]),
        (0x0c, [0, 1, 0, 0, 0xff, 0xff, 0xff, 0xff], [65536, -1]), (0x0d, [0x3f, 0x80, 0, 0, 0xc0, 0, 0, 0], [1, -2]),
        (0x0e, [0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [1.5, 0]),
    ]

    @Test(arguments: idxTypes.indices) func everyTypeOfIDX(_ index: Int) throws {
        let (type, bytes, values) = Self.idxTypes[index]
        let file = try SampleFile(path: folder.write("a", idx([2, 1], bytes, type: type)))
        #expect(Array(file.values) == values && file.shape == [1])
        let text = folder.failure { try SampleFile(path: folder.write("b", idx([3, 1], bytes, type: type))) }
        #expect(text.contains("promises"))
    }

    /// Stored files of a ZIP archive, whose checksums zlib gives.
    private func npz(_ arrays: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        func number(_ value: Int, _ size: Int) -> [UInt8] {
            (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        var (files, directory): ([UInt8], [UInt8]) = ([], [])
        for (name, bytes) in arrays {
            let sizes = number(Int(crc32_z(0, bytes, bytes.count)), 4) + number(bytes.count, 4) + number(bytes.count, 4)
            let path = Array("\(name).npy".utf8)
            directory +=
                number(0x0201_4b50, 4) + number(20, 2) + number(20, 2) + number(0, 8) + sizes + number(path.count, 2)
                + number(0, 12) + number(files.count, 4) + path
            files +=
                number(0x0403_4b50, 4) + number(20, 2) + number(0, 8) + sizes + number(path.count, 2) + number(0, 2)
            files += path + bytes
        }
        let end =
            number(0x0605_4b50, 4) + number(0, 4) + number(arrays.count, 2) + number(arrays.count, 2)
            + number(directory.count, 4) + number(files.count, 4) + number(0, 2)
        return files + directory + end
    }

    @Test func anArrayOfSeveralIsNamed() throws {
        func array(_ shape: [Int], _ values: [Double]) -> [UInt8] {
            var bytes = NPYArray.header(.double, shape: shape)
            for value in values { NPYArray.append(value, as: .double, to: &bytes) }
            return bytes
        }
        let images = array([4, 1, 2], [0, 255, 0, 255, 0, 255, 0, 255]), labels = array([4], [0, 1, 2, 1])
        let path = try folder.write("m.npz", npz([("x", images), ("y", labels)]))
        let dataset = try source("array", ["path": .text("\(path):x"), "labels": .text("\(path):y")]).load()
        #expect(dataset.shape == [1, 2, 1] && dataset.classNames == ["0", "1", "2"])
        #expect(
            folder.failure { try source("array", ["path": .text(path)]).load() }
                == "'m.npz' holds 2 arrays: x, y\nhelp: name one of them after the path: m.npz:x")
        #expect(
            folder.failure { try source("array", ["path": .text("\(path):z")]).load() }
                == "'m.npz' has no array 'z'\nhelp: it has x, y")
        let single = try folder.write("s.npz", npz([("x", images)]))
        #expect(try SampleFile(path: single).values == [0, 255, 0, 255, 0, 255, 0, 255])
        let plain = try folder.write("a.npy", images)
        #expect(
            folder.failure { try SampleFile(path: "\(plain):x") }.hasPrefix("'a.npy' holds no arrays by name"))
    }
}

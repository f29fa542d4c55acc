import Configuration
import Foundation
import Testing
import TestSupport

@testable import Datasets

struct IDXTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    func load(_ images: [UInt8], _ values: [String: Value] = [:]) throws -> Dataset {
        try source("idx", values.merging(["images": .text(folder.write("images", images))]) { $1 }).load()
    }

    // MARK: Sound files

    @Test(
        "the dimensions give the shape and the kind",
        arguments: [
            ([4, 6], [6], Dataset.Kind.vector), ([4, 2], [2], .points), ([4, 2, 3], [2, 3, 1], .image),
            ([4, 2, 3, 1], [2, 3, 1], .image), ([4, 2, 1, 3], [2, 1, 3], .image),
        ])
    func shapes(_ dimensions: [Int], _ shape: [Int], _ kind: Dataset.Kind) throws {
        let bytes = (0..<dimensions.reduce(1, *)).map { UInt8($0) }
        let dataset = try load(idx(dimensions, bytes))
        #expect(dataset.shape == shape)
        #expect(dataset.kind == kind)
    }

    @Test("values are scaled to [-1, 1] and stay with their labels", arguments: [255, 16, 100])
    func values(_ maximum: Int) throws {
        let bytes = (0..<10).flatMap { [UInt8($0), UInt8(maximum)] }
        let labels = try folder.write("labels", idx([10], (0..<10).map { UInt8($0) }))
        let dataset = try load(
            idx([10, 2], bytes), ["labels": .text(labels), "maximum": .integer(maximum), "held_out": .real(0.3)])
        #expect(dataset.classNames == (0..<10).map(String.init))
        for part in [dataset.training, dataset.heldOut] {
            for (row, label) in zip(part.rows, try #require(part.labels)) {
                #expect(row == [2 * Float(label) / Float(maximum) - 1, 1])
            }
        }
        #expect(try #require(dataset.training.labels) + #require(dataset.heldOut.labels) != (0..<10).map { UInt8($0) })
    }

    @Test("a file of held-out samples replaces the split")
    func heldOutFile() throws {
        let held = try folder.write("held.gz", gzip(idx([3, 2], [1, 1, 2, 2, 3, 3])))
        let dataset = try load(idx([4, 2], [9, 9, 8, 8, 7, 7, 6, 6]), ["held_out_images": .text(held)])
        #expect(dataset.training.count == 4 && dataset.heldOut.count == 3)
        #expect(dataset.training.values.min() == 2 * 6 / 255 - 1 && dataset.heldOut.values.max() == 2 * 3 / 255 - 1)
    }

    @Test("a profile says what loading gives, and finds what is wrong with the data behind the header")
    func profile() throws {
        let images = try folder.write("images", idx([30, 2, 2], (0..<120).map { UInt8($0) }))
        let values: [String: Value] = ["images": .text(images), "maximum": .integer(119), "held_out": .real(0.1)]
        let (profile, dataset) = (try source("idx", values).profile(), try source("idx", values).load())
        #expect(profile.shape == dataset.shape)
        #expect(profile.training == dataset.training.count && profile.heldOut == dataset.heldOut.count)
        #expect(profile.range == (-1, 1) && profile.share(below: -0.99, orAbove: 1) == 1 / 30.0)
        for (name, bytes, error) in [
            ("short", idx([1000, 28, 28], [1, 2, 3]), "is cut short"), ("long", idx([1, 2], [1, 2, 3]), "holds more"),
            ("high", idx([2, 2], [1, 2, 3, 200]), "holds a value of 200"),
        ] {
            let path = try folder.write(name, bytes)
            let source = try source("idx", ["images": .text(path), "maximum": .integer(119)])
            let failure = folder.failure { try source.profile() }
            #expect(failure.hasPrefix("'\(name)' \(error)"))
            #expect(failure == folder.failure { try source.load() })
        }
    }

    // MARK: Hostile files

    struct Hostile: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let bytes: [UInt8]
        let error: String

        init(_ name: String, _ bytes: [UInt8], _ error: String) {
            (testDescription, self.bytes, self.error) = (name, bytes, error)
        }
    }

    static let again = "\nhelp: fetch or copy the file again"
    static let notIDX = "\nhelp: an IDX file starts with 00 00, a type such as 08, and the number of dimensions"
    static let hostile = [
        Hostile("empty", [], "'images' is not an IDX file: it is empty" + notIDX),
        Hostile("two bytes", [0, 0], "'images' is not an IDX file: it starts with 00 00" + notIDX),
        Hostile(
            "a PNG", [0x89, 0x50, 0x4e, 0x47, 0x0d],
            "'images' is not an IDX file: it starts with 89 50 4e 47" + notIDX),
        Hostile(
            "floats", idx([1, 1], [0, 0, 0, 0], type: 0x0d),
            "'images' holds 32-bit floats, and unsigned bytes are read here\nhelp: "
                + "data: {dataset: array} reads every type of IDX file"),
        Hostile(
            "an unknown type", idx([1, 1], [0], type: 7),
            "'images' holds values of the unknown type 07\nhelp: the types are 08, 09, 0b, 0c, 0d and 0e"),
        Hostile("no dimension", [0, 0, 8, 0, 1], "'images' has 0 dimensions; 2 to 4 are read here"),
        Hostile("labels", idx([4], [1, 2, 3, 4]), "'images' has 1 dimension; 2 to 4 are read here"),
        Hostile("255 dimensions", [0, 0, 8, 255, 0, 0], "'images' has 255 dimensions; 2 to 4 are read here"),
        Hostile(
            "half a header", [0, 0, 8, 3, 0, 0, 0, 1, 0], "'images' is cut short: it ends within its header" + again),
        Hostile("no samples", idx([0, 28, 28], []), "'images' is empty: its sizes are 0 x 28 x 28"),
        Hostile("no pixels", idx([5, 0, 28], []), "'images' is empty: its sizes are 5 x 0 x 28"),
        Hostile(
            "a product that overflows", idx([0xffff_ffff, 0xffff_ffff, 0xffff_ffff], [1]),
            "'images' promises 4294967295 x 4294967295 x 4294967295 bytes; 1073741824 are the most that is read"),
        Hostile(
            "a product that wraps to 0", idx([1 << 31, 1 << 31, 1 << 31, 4], [1]),
            "'images' promises 2147483648 x 2147483648 x 2147483648 x 4 bytes; 1073741824 are the most that is read"),
        Hostile(
            "a promise just allowed, not kept", idx([1 << 20, 32, 32], [1, 2, 3]),
            "'images' is cut short: its header promises 1073741824 bytes of data and 3 are there" + again),
        Hostile(
            "a byte too few", idx([2, 2], [1, 2, 3]),
            "'images' is cut short: its header promises 4 bytes of data and 3 are there" + again),
        Hostile(
            "a byte too many", idx([2, 2], [1, 2, 3, 4, 5]),
            "'images' holds more than the 4 bytes of data that its header promises"),
        Hostile(
            "two channels", idx([2, 1, 1, 2], [1, 2, 3, 4]), "'images' has images of 2 channels; 1 or 3 are read"),
        Hostile(
            "a single sample", idx([1, 2], [1, 2]),
            "'images' has 1 sample; a split into training and held-out samples needs 2"),
    ]

    @Test("a hostile file is an error that says what is wrong", arguments: hostile, [false, true])
    func rejects(_ file: Hostile, _ compressed: Bool) throws {
        let bytes = compressed ? try gzip(file.bytes) : file.bytes
        #expect(folder.failure { try load(bytes) } == file.error)
    }

    @Test("every prefix of a file is an error", arguments: [false, true])
    func prefixes(_ compressed: Bool) throws {
        let whole = idx([3, 2, 2], Array(1...12))
        let bytes = compressed ? try gzip(whole) : whole
        _ = try load(bytes)
        for length in 0..<bytes.count {
            let text = folder.failure { try load(Array(bytes.prefix(length))) }
            #expect(text.hasPrefix("'images' "), "\(length) bytes: \(text)")
        }
    }

    @Test("no flipped bit of a compressed file changes the data in silence")
    func flips() throws {
        let bytes = try gzip(idx([3, 2, 2], Array(1...12)))
        let sound = try load(bytes)
        for bit in 0..<8 * bytes.count {
            var flipped = bytes
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            do {
                let dataset = try load(flipped)
                #expect(dataset.training == sound.training && dataset.heldOut == sound.heldOut, "bit \(bit)")
            } catch let error as DatasetError {
                #expect(error.message.hasPrefix("'"), "bit \(bit)")
            }
        }
    }

    @Test("compressed data that breaks off or is damaged says so")
    func gzipErrors() throws {
        let bytes = try gzip(idx([30, 2, 2], (0..<120).map { UInt8($0 * 37 % 256) }))
        #expect(
            folder.failure { try load(bytes.dropLast(20)) }
                == "'images' ends in the middle of its compressed data" + IDXTests.again)
        var damaged = bytes
        damaged[bytes.count - 6] ^= 1  // in the checksum
        #expect(
            folder.failure { try load(damaged) }
                == "'images' has damaged compressed data (incorrect data check)" + IDXTests.again)
    }

    @Test("a gzip bomb is left when the header's promise is kept")
    func bomb() throws {
        let bomb = try gzip(idx([1000, 10], [UInt8](repeating: 0, count: 4_000_000)))
        #expect(bomb.count < 10_000)
        #expect(
            folder.failure { try load(bomb) }
                == "'images' holds more than the 10000 bytes of data that its header promises")
    }

    // MARK: Files that do not fit each other

    /// The text of the error that loading throws. The headers tell, so the shape must not be had either.
    func mismatch(_ images: [UInt8], _ values: [String: Value]) throws -> String {
        let source = try source("idx", values.merging(["images": .text(folder.write("images", images))]) { $1 })
        let error = folder.failure { try source.load() }
        #expect(folder.failure { try source.profile().shape } == error)
        return error
    }

    @Test func labelsOfOtherImages() throws {
        let labels = try folder.write("labels", idx([3], [0, 1, 2]))
        #expect(
            try mismatch(idx([4, 1], [1, 2, 3, 4]), ["labels": .text(labels)])
                == "'labels' has 3 labels for the 4 images of 'images'")
        let held = try folder.write("held", idx([2, 1], [1, 2]))
        #expect(
            try mismatch(
                idx([4, 1], [1, 2, 3, 4]), ["held_out_images": .text(held), "held_out_labels": .text(labels)])
                == "'labels' has 3 labels for the 2 images of 'held'")
    }

    @Test func heldOutLabelsAlone() throws {
        let values: [String: Value] = try ["held_out_labels": .text(folder.write("labels", idx([2], [0, 1])))]
        #expect(
            try mismatch(idx([2, 1], [1, 2]), values) == """
                idx: held_out_labels are given and held_out_images are not
                help: name the images as held_out_images, or leave out held_out_labels
                """)
    }

    @Test func heldOutOfAnotherShape() throws {
        let held = try folder.write("held", idx([2, 3], [1, 2, 3, 4, 5, 6]))
        #expect(
            try mismatch(idx([2, 2], [1, 2, 3, 4]), ["held_out_images": .text(held)])
                == "'images' has samples of shape [2] and 'held' of shape [3]")
    }

    @Test("every file named must be there", arguments: ["labels", "held_out_images", "held_out_labels"])
    func missing(_ key: String) throws {
        var values: [String: Value] = [key: .text("\(folder.path)/nowhere")]
        if key == "held_out_labels" {
            values["held_out_images"] = try .text(folder.write("held", idx([2, 1], [1, 2])))
        }
        #expect(try mismatch(idx([2, 1], [1, 2]), values).hasPrefix("'nowhere' does not exist"))
    }

    @Test("the classes are those of both parts")
    func classesOfHeldOut() throws {
        let dataset = try load(
            idx([2, 1], [1, 2]),
            [
                "labels": .text(folder.write("labels", idx([2], [0, 1]))),
                "held_out_images": .text(folder.write("held", idx([2, 1], [1, 2]))),
                "held_out_labels": .text(folder.write("held-labels", idx([2], [3, 0]))),
            ])
        #expect(dataset.classNames == ["0", "1", "2", "3"])
    }

    @Test func aboveMaximum() throws {
        #expect(
            folder.failure { try load(idx([4, 1], [1, 2, 200, 4]), ["maximum": .integer(16)]) }
                == """
                'images' holds a value of 200, above the maximum of 16
                help: give the largest value that a pixel can have as 'maximum'
                """)
    }

    // MARK: Things that are no files

    @Test(
        "a path that is no file is an error",
        arguments: [
            ("missing", "'missing' does not exist"),
            ("", "'' is a folder; a file is needed"),
        ])
    func noFile(_ name: String, _ error: String) throws {
        let source = try source("idx", ["images": .text("\(folder.path)/\(name)")])
        #expect(folder.failure { try source.load() } == error)
        #expect(folder.failure { try source.profile().shape } == error)
    }

    @Test("a device is refused")
    func device() throws {
        let source = try source("idx", ["images": .text("/dev/zero")])
        #expect(folder.failure { try source.load() } == "'/dev/zero' is not a regular file")
    }
}

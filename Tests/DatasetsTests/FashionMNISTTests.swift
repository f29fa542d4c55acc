import Configuration
import Foundation
import Testing
import TestSupport

@testable import Datasets

struct FashionMNISTTests {
    static let package = "/usr/share/datasets/fashion-mnist"

    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    func fill(_ part: String, count: Int) throws {
        try folder.write("\(part)-images-idx3-ubyte", idx([count, 1, 2], (0..<2 * count).map { UInt8($0) }))
        try folder.write("\(part)-labels-idx1-ubyte.gz", gzip(idx([count], (0..<count).map { UInt8($0) })))
    }

    @Test("the training file trains and the test file is held out, in their order")
    func parts() throws {
        try fill("train", count: 6)
        try fill("t10k", count: 4)
        let dataset = try source("fashion_mnist", ["path": .text(folder.path)]).load()
        #expect(dataset.training.labels == [0, 1, 2, 3, 4, 5])
        #expect(dataset.heldOut.labels == [0, 1, 2, 3])
        let scaled: [Float] = (0..<8).map { 2 * Float($0) / 255 - 1 }
        #expect(dataset.heldOut.values == scaled)
    }

    @Test("limit keeps the first of each part", arguments: [(1, 1, 1), (5, 5, 4), (100, 6, 4)])
    func limit(_ limit: Int, _ training: Int, _ heldOut: Int) throws {
        try fill("train", count: 6)
        try fill("t10k", count: 4)
        let dataset = try source("fashion_mnist", ["path": .text(folder.path), "limit": .integer(limit)]).load()
        #expect(dataset.training.labels == (0..<training).map { UInt8($0) })
        #expect(dataset.heldOut.count == heldOut)
        #expect(dataset.training.values.first == -1)
    }

    @Test("where the files are absent the error says how to get them")
    func absent() throws {
        let source = try source("fashion_mnist", ["path": .text(folder.path)])
        let looked = [
            "train-images-idx3-ubyte", "train-images-idx3-ubyte.gz", "train-images.idx3-ubyte",
            "train-images.idx3-ubyte.gz",
        ]
        let missing = "fashion_mnist: '\(folder.path)' has no file "
        let error =
            missing + "'train-images-idx3-ubyte'\nhelp: looked for \(looked.joined(separator: ", "))\n"
            + "there is no such folder, or nothing in it"
        #expect(folder.failure { try source.profile() } == error)
        #expect(folder.failure { try source.load() } == error)
        try fill("train", count: 2)
        for body in [{ _ = try source.profile() }, { _ = try source.load() }] {
            let found = folder.failure(body)
            #expect(found.hasPrefix(missing + "'t10k-images-idx3-ubyte'"))
            #expect(found.hasSuffix("files in it: train-images-idx3-ubyte, train-labels-idx1-ubyte.gz"))
        }
    }

    /// The usual place of the data is the package's.
    @Test func thePackageIsNamedForItsOwnFolder() throws {
        guard !FileManager.default.fileExists(atPath: Self.package) else { return }
        #expect(
            folder.failure { try source("fashion_mnist").load() }.hasSuffix(
                "help: install it with: apt-get install dataset-fashion-mnist"))
    }

    @Test("names with a dot, as MNIST has them elsewhere", arguments: ["", ".gz"])
    func dottedNames(_ ending: String) throws {
        func write(_ name: String, _ bytes: [UInt8]) throws {
            try folder.write(name + ending, ending.isEmpty ? bytes : gzip(bytes))
        }
        for (part, count) in [("train", 3), ("t10k", 2)] {
            try write("\(part)-images.idx3-ubyte", idx([count, 1, 1], [UInt8](repeating: 9, count: count)))
            try write("\(part)-labels.idx1-ubyte", idx([count], [UInt8](repeating: 1, count: count)))
        }
        let dataset = try source("fashion_mnist", ["path": .text(folder.path)]).load()
        #expect(dataset.training.count == 3 && dataset.heldOut.count == 2)
    }

    @Test("the shape is not to be had of files that do not fit one another")
    func mismatches() throws {
        try fill("train", count: 6)
        try fill("t10k", count: 4)
        let source = try source("fashion_mnist", ["path": .text(folder.path)])
        #expect(try source.profile().shape == [1, 2, 1])
        try folder.write("t10k-images-idx3-ubyte", idx([4, 2, 1], [UInt8](repeating: 0, count: 8)))
        let shapes = "has training images of shape [1, 2, 1] and t10k images of shape [2, 1, 1]"
        #expect(folder.failure { try source.profile().shape }.contains(shapes))
        try folder.write("t10k-images-idx3-ubyte", idx([3, 1, 2], [UInt8](repeating: 0, count: 6)))
        let counts = "'t10k-labels-idx1-ubyte.gz' has 4 labels for the 3 images of 't10k-images-idx3-ubyte'"
        #expect(folder.failure { try source.profile().shape } == counts)
    }

    @Test("data with more classes than clothes has as many names")
    func letters() throws {
        try fill("train", count: 6)
        try fill("t10k", count: 4)
        func classes() throws -> [String] {
            try source("fashion_mnist", ["path": .text(folder.path)]).load().classNames
        }
        #expect(try classes() == FashionMNIST.classNames)
        try folder.write("t10k-labels-idx1-ubyte.gz", idx([4], [1, 26, 2, 3]))
        #expect(try classes() == (0...26).map(String.init))
    }

    @Test(
        "the Debian package's files",
        .enabled(if: FileManager.default.fileExists(atPath: package), "dataset-fashion-mnist is not installed"))
    func installed() throws {
        let source = try source("fashion_mnist", ["limit": .integer(500)])
        #expect(try source.profile().shape == [28, 28, 1])
        let dataset = try source.load()
        #expect(dataset.training.count == 500 && dataset.heldOut.count == 500)
        // The first ten labels of either file.
        #expect(dataset.training.labels?.prefix(10) == [9, 0, 0, 3, 0, 2, 7, 2, 5, 5])
        #expect(dataset.heldOut.labels?.prefix(10) == [9, 2, 1, 1, 6, 1, 4, 6, 5, 7])
        #expect(dataset.training.values.min() == -1 && dataset.training.values.max() == 1)
    }
}

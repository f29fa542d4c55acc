import Configuration
import TestSupport
import Testing

@testable import Datasets

/// The binary versions of CIFAR-10 and CIFAR-100, as their page describes them.
@Suite struct CIFARTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A picture whose red grows by row, whose green grows by column, and whose blue is its number.
    private static func record(_ labels: [UInt8], number: Int) -> [UInt8] {
        let places = (0..<1024).map { (row: $0 / 32, column: $0 % 32) }
        return labels + places.map { UInt8($0.row) } + places.map { UInt8(100 + $0.column) }
            + places.map { _ in UInt8(number) }
    }

    private func byte(_ value: Float) -> Int { Int(((value + 1) * 127.5).rounded()) }

    @Test func theTenClasses() throws {
        for batch in 1...5 {
            try folder.write("data_batch_\(batch).bin", Self.record([UInt8(batch)], number: batch))
        }
        try folder.write("test_batch.bin.gz", gzip(Self.record([9], number: 99) + Self.record([0], number: 98)))
        let names = (0..<10).map { "name \($0)" }
        try folder.write("batches.meta.txt", (names.joined(separator: "\n") + "\n\n"))
        let dataset = try source("cifar", ["path": .text(folder.path)]).load()
        #expect(dataset.shape == [32, 32, 3] && dataset.kind == .image && dataset.classNames == names)
        #expect(dataset.training.labels == [1, 2, 3, 4, 5] && dataset.heldOut.labels == [9, 0])
        for (index, row) in dataset.training.rows.enumerated() {
            #expect(row[(7 * 32 + 5) * 3..<(7 * 32 + 5) * 3 + 3].map(byte) == [7, 105, index + 1])
        }
        let few = try source("cifar", ["path": .text(folder.path), "limit": .integer(1)]).load()
        #expect(few.training.labels == [1] && few.heldOut.labels == [9])
        #expect(
            folder.failure { try source("cifar", ["path": .text(folder.path), "labels": .text("coarse")]).load() }
                .hasPrefix("CIFAR-10 has one label"))
    }

    @Test func theHundredClasses() throws {
        try folder.write("train.bin", Self.record([19, 99], number: 1) + Self.record([3, 7], number: 2))
        try folder.write("test.bin", Self.record([0, 1], number: 3))
        let fine = try source("cifar", ["path": .text(folder.path)]).load()
        #expect(fine.training.labels == [99, 7] && fine.classNames.count == 100)
        let coarse = try source("cifar", ["path": .text(folder.path), "labels": .text("coarse")]).load()
        #expect(coarse.training.labels == [19, 3] && coarse.classNames.count == 20)
        #expect(coarse.training.values == fine.training.values && byte(fine.training.values[2]) == 1)
    }

    @Test func whatIsWrong() throws {
        func failure() -> String { folder.failure { try source("cifar", ["path": .text(folder.path)]).load() } }
        #expect(failure().contains("has no file 'train.bin'"))
        try folder.write("train.bin", Self.record([19, 99], number: 1).dropLast())
        #expect(failure().contains("'train.bin' holds 3073 bytes, which are no pictures of 3074 bytes each"))
        try folder.write("train.bin", Self.record([20, 99], number: 1))
        #expect(failure().contains("'train.bin' has a label 20, and its classes are 0 to 19"))
    }
}

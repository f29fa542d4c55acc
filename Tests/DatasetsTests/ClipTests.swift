import Configuration
import Formats
import Foundation
import TestSupport
import Testing

@testable import Datasets

/// `clips`: sequences of pictures in folders, and arrays of them.
@Suite struct ClipTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func source(_ more: [String: Value] = [:], path: String? = nil) throws -> any DatasetSource {
        try DatasetsTests.source(
            "clips", ["path": .text(path ?? folder.path), "frames": .integer(3)].merging(more) { $1 })
    }

    /// A grey picture of 2 by 1 pixels.
    private func picture(_ name: String, _ values: [UInt8]) throws {
        let parts = name.split(separator: "/").dropLast().joined(separator: "/")
        try FileManager.default.createDirectory(atPath: "\(folder.path)/\(parts)", withIntermediateDirectories: true)
        try folder.write(name, PNG.encode(PixelImage(width: 2, height: 1, channels: 1, samples: values)))
    }

    /// Numbers in names are numbers; what is left over at an end, or beside a broken file, is no clip.
    @Test func foldersAreSequences() throws {
        for frame in 0..<12 { try picture("a/\(frame).png", [UInt8(10 * frame), 255]) }
        for frame in 0..<4 { try picture("b/x\(frame).png", [200, UInt8(frame)]) }
        for frame in 0..<3 { try picture("c/\(frame).png", [1, 1]) }
        try folder.write("c/1.png", "no picture")
        let dataset = try source().load()
        #expect(dataset.shape == [1, 2, 3] && dataset.frames == 3 && dataset.kind == .image)
        #expect(dataset.training.areLevels && dataset.heldOut.areLevels)
        #expect(dataset.training.count + dataset.heldOut.count == 5)
        let rows = (0..<dataset.training.count).map { dataset.training.row($0) } + [dataset.heldOut.row(0)]
        let bytes = Set(rows.map { $0.map { Int((($0 + 1) * 127.5).rounded()) } })
        let of = { (first: Int) in [first, first + 10, first + 20, 255, 255, 255] }
        #expect(bytes == [of(0), of(30), of(60), of(90), [200, 200, 200, 0, 1, 2]])
        let remarks = try source().profile().remarks.map { "\($0)" }.joined()
        #expect(remarks.contains("c/1.png"), "\(remarks)")
        let coloured = try source(["color": .text("rgb"), "size": .integer(2)]).load()
        #expect(coloured.shape == [2, 2, 9])
    }

    @Test func arraysAreClips() throws {
        let values = (0..<4 * 6 * 2 * 2).map { Double($0) }
        let path = try folder.write("a.npy", npy([4, 6, 2, 2], values))
        let dataset = try source(path: path).load()
        #expect(dataset.shape == [2, 2, 3] && dataset.training.count + dataset.heldOut.count == 8)
        let first = (dataset.training.row(0)[0] + 1) * 127.5
        #expect(abs((dataset.training.row(0)[1] + 1) * 127.5 - first - 4) < 1e-3)
        let error = #expect(throws: DatasetError.self) { try source(["frames": .integer(7)], path: path).load() }
        #expect(error?.message.contains("sequences of 6 pictures at most, and a clip takes 7") == true)
        let flat = try folder.write("b.npy", npy([4, 6], values.prefix(24).map { $0 }))
        #expect(throws: DatasetError.self) { try source(path: flat).load() }
        let fine = try folder.write("c.npy", npy([1, 6, 2, 2], (0..<24).map { Double($0) / 2 }))
        #expect(throws: DatasetError.self) { try source(path: fine).load() }
    }

    private func npy(_ shape: [Int], _ values: [Double]) -> [UInt8] {
        var bytes = NPYArray.header(.double, shape: shape)
        for value in values { NPYArray.append(value, as: .double, to: &bytes) }
        return bytes
    }
}

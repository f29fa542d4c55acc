import Configuration
import Formats
import Foundation
import TestSupport
import Testing

@testable import Datasets

/// `images`: folders of pictures as users have them.
@Suite struct PictureFolderTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A picture of one colour, with a black pixel in its upper left corner.
    private func picture(_ name: String, _ colour: [UInt8], width: Int = 6, height: Int = 4) throws {
        let parts = name.split(separator: "/").dropLast().joined(separator: "/")
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/\(parts)", withIntermediateDirectories: true)
        let samples =
            [UInt8](repeating: 0, count: colour.count) + (1..<width * height).flatMap { _ in colour }
        try folder.write(
            name, PNG.encode(PixelImage(width: width, height: height, channels: colour.count, samples: samples)))
    }

    private func source(_ more: [String: Value] = [:]) throws -> any DatasetSource {
        try DatasetsTests.source(
            "images", ["path": .text(folder.path), "size": .list([.integer(4), .integer(6)])].merging(more) { $1 })
    }

    @Test func subfoldersAreClasses() throws {
        for index in 0..<5 { try picture("dogs/\(index).png", [255, 0, 0]) }
        for index in 0..<5 { try picture("cats/deep/\(index).PNG", [51, 51, 51]) }
        let dataset = try source().load()
        #expect(dataset.shape == [4, 6, 3] && dataset.classNames == ["cats", "dogs"])
        #expect(dataset.training.count == 8 && dataset.heldOut.count == 2)
        for (row, label) in zip(dataset.training.rows, try #require(dataset.training.labels)) {
            #expect(Array(row[0..<3]) == [-1, -1, -1])
            let expected: [Float] = label == 0 ? [-0.6, -0.6, -0.6] : [1, -1, -1]
            #expect(zip(row[3..<6], expected).allSatisfy { abs($0 - $1) < 1e-6 })
        }
        #expect(dataset.training.areLevels && dataset.heldOut.areLevels)
        #expect(try source(["labels": .text("none")]).load().training.labels == nil)
        let grey = try source(["color": .text("grey")]).load()
        #expect(grey.shape == [4, 6, 1])
        // Of red pixels grey is no whole number.
        #expect(!grey.training.areLevels && !grey.heldOut.areLevels)
        #expect(Set(grey.training.rows.map { Int((($0[1] + 1) * 127.5).rounded()) }) == [76, 51])
    }

    /// As `saddle judge` reads a folder: a byte for each value where all are whole.
    @Test func numbersOfAFolder() throws {
        func values(_ folderName: String) throws -> ArrayNumbers {
            try SampleFile(path: "\(folder.path)/\(folderName)").values
        }
        func isBytes(_ values: ArrayNumbers) -> Bool { if case .bytes = values { true } else { false } }
        try picture("grey/a.png", [7], width: 2, height: 1)
        #expect(try isBytes(values("grey")) && values("grey") == [0, 7])
        try picture("mixed/a.png", [7], width: 2, height: 1)
        try picture("mixed/b.png", [1, 2, 250], width: 2, height: 1)
        #expect(try isBytes(values("mixed")) && values("mixed") == [0, 0, 0, 7, 7, 7, 0, 0, 0, 1, 2, 250])
        // Of equal channels a weighted sum is a whole number but for rounding.
        try picture("weighed/a.png", [7], width: 2, height: 1)
        try picture("weighed/b.png", [51, 51, 51], width: 2, height: 1)
        let weighed = Picture.greyWeights.reduce(0) { $0 + $1 * 51 }
        #expect(try values("weighed") == [0, 7, 0, Double(weighed)])
    }

    @Test func mirrorImagesFollowTheirPictures() throws {
        for index in 0..<4 { try picture("\(index).png", [100, 110, 120]) }
        let plain = try source().load()
        let both = try source(["mirror": .boolean(true)]).load()
        #expect(both.training.count == 2 * plain.training.count && both.heldOut == plain.heldOut)
        let row = both.training.row(1)
        #expect(both.training.row(0) == plain.training.row(0))
        #expect(Array(row[0..<15]) == Array(plain.training.row(0)[3..<18]) && Array(row[15..<18]) == [-1, -1, -1])
    }

    @Test func whatCannotBeReadIsLeftOutAndNamed() throws {
        for index in 0..<4 { try picture("\(index).png", [9]) }
        try folder.write("broken.jpg", "no picture")
        try folder.write("notes.txt", "")
        try folder.write(".hidden.png", "")
        let profile = try source(["size": .integer(8)]).profile()
        #expect(profile.training + profile.heldOut == 4 && profile.shape == [8, 8, 3])
        #expect(
            profile.remarks.map(\.message).map(folder.short).map { $0.replacingOccurrences(of: folder.path, with: "F") }
                == [
                    "1 picture of 'F' cannot be read and is left out: 'broken.jpg' is no picture; PNG and JPEG are read",
                    "'F' also has files that are no PNG or JPEG pictures: 1 .txt",
                    "all pictures of 'F' are grey",
                    "4 of 4 pictures of 'F' are smaller than 8 x 8 pixels and are enlarged",
                ])
    }

    @Test func foldersThatAreNone() throws {
        func failure(_ values: [String: Value]) -> String {
            folder.failure { try source(values).load() }.replacingOccurrences(of: folder.path, with: "F")
        }
        #expect(failure([:]).hasPrefix("'F' has no pictures in it\nhelp: PNG and JPEG files are read, in the folder"))
        try folder.write("a.gif", "GIF89a")
        #expect(failure([:]).hasSuffix("help: PNG and JPEG files are read; it has 1 .gif"))
        #expect(failure(["path": .text(folder.path + "/none")]).hasPrefix("'none' does not exist"))
        #expect(failure(["path": .text(folder.path + "/a.gif")]).hasPrefix("'a.gif' is a file; a folder is needed"))
        try picture("a.png", [1])
        #expect(failure([:]).hasPrefix("'F' has 1 picture that can be read"))
        try picture("b.png", [1])
        #expect(failure(["labels": .text("folders")]).hasPrefix("pictures lie in 'F' itself"))
    }

    /// `saddle judge` reads folders, too.
    @Test func samplesOfAFolder() throws {
        for index in 0..<3 { try picture("\(index).png", [7]) }
        let file = try SampleFile(path: folder.path)
        #expect(file.shape == [4, 6, 1] && file.count == 3 && file.values[1] == 7)
        try picture("3.png", [7, 8, 9])
        #expect(try SampleFile(path: folder.path).shape == [4, 6, 3])
        try picture("4.png", [7], width: 5)
        #expect(folder.failure { try SampleFile(path: folder.path) }.contains("pictures of 6 x 4 pixels and of 5 x 4"))
    }
}

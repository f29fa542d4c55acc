import Configuration
import Formats
import Testing
import TestSupport

@testable import Datasets

/// What holds for every entry of the registry. A new entry with defaults for all keys is tested by being listed; one
/// that reads files needs a line in `entry`.
struct RegistryTests {
    static let names = DatasetSources.registry.declarations.map(\.name)

    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A small instance of an entry, with files where it reads some.
    func entry(_ name: String, _ more: [String: Value] = [:]) throws -> any DatasetSource {
        var values = more
        let images = (0..<20).flatMap { n in (0..<6).map { UInt8(n * 12 + $0) } }
        let labels = (0..<20).map { UInt8($0 % 3) }
        switch name {
        case "fashion_mnist":
            for part in ["train", "t10k"] {
                try folder.write("\(part)-images-idx3-ubyte.gz", gzip(idx([20, 2, 3], images)))
                try folder.write("\(part)-labels-idx1-ubyte", idx([20], labels))
            }
            values["path"] = .text(folder.path)
        case "cifar":
            for (part, count) in [("train", 6), ("test", 3)] {
                var records: [UInt8] = []
                for n in 0..<count {
                    records += [UInt8(n), UInt8(n)]
                    records += (0..<3072).map { UInt8(($0 + n) % 256) }
                }
                try folder.write("\(part).bin", records)
            }
            values["path"] = .text(folder.path)
        case "idx":
            values["images"] = try .text(folder.write("images", idx([20, 2, 3], images)))
            values["labels"] = try .text(folder.write("labels.gz", gzip(idx([20], labels))))
        case "array":
            values["path"] = try .text(folder.write("array", idx([20, 2, 3], images)))
            values["labels"] = try .text(folder.write("array-labels", idx([20], labels)))
        case "csv":
            let lines = (0..<20).map { "\($0),\($0 * $0),class \($0 % 3)" }
            values["path"] = try .text(folder.write("table.csv", (["a,b,c"] + lines).joined(separator: "\n")))
            values["label"] = .text("c")
        case "table":
            let lines = (0..<20).map { "\($0 * 3),class \($0 % 3),\($0 % 4 == 0 ? "" : "\($0).5")" }
            values["path"] = try .text(folder.write("table.csv", (["a,b,c"] + lines).joined(separator: "\n")))
        case "text":
            let lines = (0..<20).map { String("abcdefgh".prefix($0 % 7 + 1)) + String($0) }
            values["path"] = try .text(folder.write("names.txt", lines.joined(separator: "\n")))
        case "sounds":
            for index in 0..<20 {
                let wave = (0..<6).map { Float(index * 7 + $0) / 200 }
                try folder.write("\(index % 2)/\(index).wav", WAVFile.bytes(rate: 100, samples: wave))
            }
            values["path"] = .text(folder.path)
            values["length"] = .integer(6)
        case "images":
            for index in 0..<20 {
                let pixels = (0..<6).map { UInt8(index * 12 + $0) }
                try folder.write(
                    "\(index).png", PNG.encode(PixelImage(width: 3, height: 2, channels: 1, samples: pixels)))
            }
            values["path"] = .text(folder.path)
            values["size"] = .list([.integer(2), .integer(3)])
            values["color"] = .text("grey")
        case "clips":
            for index in 0..<40 {
                let pixels = (0..<6).map { UInt8(index * 6 + $0) }
                try folder.write(
                    "\(index / 2)-\(index % 2).png",
                    PNG.encode(PixelImage(width: 3, height: 2, channels: 1, samples: pixels)))
            }
            values["path"] = .text(folder.path)
            values["frames"] = .integer(2)
        case "random": values["shape"] = .list([.integer(4), .integer(3), .integer(1)])
        default: break
        }
        return try source(name, values)
    }

    @Test("names and keys are unique, and every entry is described", arguments: names)
    func declaration(_ name: String) throws {
        let declaration = try #require(DatasetSources.registry.declarations.first { $0.name == name })
        #expect(RegistryTests.names.filter { $0 == declaration.name }.count == 1)
        #expect(Set(declaration.keys.map(\.name)).count == declaration.keys.count)
        #expect(!declaration.summary.isEmpty && !declaration.details.isEmpty)
        #expect(declaration.example.contains("dataset: \(name)"))
    }

    @Test("loads, with the shape that it promised", arguments: names)
    func loads(_ name: String) throws {
        let source = try entry(name)
        let dataset = try source.load()
        #expect(dataset.name == name)
        #expect(try source.profile().shape == dataset.shape)
        #expect(try DataTraits(source.profile().kind, labels: source.labelKind) == dataset.traits)
        #expect(dataset.training.shape == dataset.heldOut.shape)
        for part in [dataset.training, dataset.heldOut] {
            #expect(part.count > 0)
            #expect(part.values.count == part.count * dataset.shape.reduce(1, *))
            #expect(part.values.allSatisfy { $0.isFinite })
            if let labels = part.labels {
                #expect(labels.count == part.count)
                let classes = max(dataset.modes.count, dataset.classNames.count)
                #expect(labels.allSatisfy { Int($0) < classes })
            }
        }
        if dataset.kind == .image {
            #expect(dataset.training.values.allSatisfy { (-1...1).contains($0) })
            #expect(dataset.heldOut.values.allSatisfy { (-1...1).contains($0) })
        }
    }

    @Test("loads the same twice, and other samples with another seed", arguments: names)
    func deterministic(_ name: String) throws {
        let first = try entry(name).load()
        let second = try entry(name).load()
        #expect(first.training == second.training)
        #expect(first.heldOut == second.heldOut)
        let declaration = try #require(DatasetSources.registry.declarations.first { $0.name == name })
        if declaration.keys.contains(where: { $0.name == "seed" }) {
            let other = try entry(name, ["seed": .integer(1)]).load()
            #expect(other.training != first.training)
            #expect(other.heldOut != first.heldOut)
        }
    }

    @Test("holds out the share asked for", arguments: names, [0.1, 0.5, 0.999])
    func share(_ name: String, _ share: Double) throws {
        let declaration = try #require(DatasetSources.registry.declarations.first { $0.name == name })
        guard declaration.keys.contains(where: { $0.name == "held_out" }) else { return }
        let dataset = try entry(name, ["held_out": .real(share)]).load()
        let synthetic = declaration.keys.contains { $0.name == "samples" }
        let whole = synthetic ? dataset.training.count : dataset.training.count + dataset.heldOut.count
        #expect(dataset.training.count > 0)
        #expect(dataset.heldOut.count == min(Int((share * Double(whole)).rounded(.up)), whole - 1))
    }
}

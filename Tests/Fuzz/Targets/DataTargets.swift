import Configuration
import Datasets
import Formats
import Foundation

extension FuzzTarget {
    /// A dataset of a CSV file, with a label and without.
    static let csv = FuzzTarget(
        name: "csv", seeds: { tables.map { Array($0.utf8) } },
        read: { bytes in
            withFile(bytes, "csv") { path in
                load("csv", ["path": .text(path)])
                load("csv", ["path": .text(path), "label": .integer(1), "separator": .text("semicolon")])
            }
        })

    static let idx = FuzzTarget(
        name: "idx", seeds: { images },
        read: { bytes in withFile(bytes, "idx") { load("idx", ["images": .text($0)]) } })

    /// Samples of a file of any kind, as `saddle judge` reads them.
    static let samples = FuzzTarget(
        name: "samples", seeds: { tables.map { Array($0.utf8) } + images + arrays },
        read: { bytes in
            withFile(bytes, "any") { path in
                guard let file = try? SampleFile(path: path) else { return }
                require(file.values.count == file.count * file.size, "not as many values as the sizes say")
                require(file.values.allSatisfy(\.isFinite), "a value is not finite")
            }
        })

    static let npy = FuzzTarget(
        name: "npy", seeds: { arrays },
        read: { bytes in
            guard let array = try? NPYArray(bytes) else { return }
            require(array.values.count == array.shape.reduce(1, *), "not as many values as the shape says")
        })

    static let npz = FuzzTarget(
        name: "npz", seeds: { archives },
        read: { bytes in
            guard let file = try? NPZFile(bytes) else { return }
            for name in file.names {
                guard let array = try? file.array(name, most: 1 << 20) else { continue }
                require(array.values.count == array.shape.reduce(1, *), "not as many values as the shape says")
            }
        })

    static let wav = FuzzTarget(
        name: "wav", seeds: { sounds },
        read: { bytes in
            guard let file = try? WAVFile(bytes) else { return }
            require(file.rate > 0 && file.samples.count == file.frames * file.channels, "no whole frames")
            require(file.samples.allSatisfy(\.isFinite), "a sample is not finite")
            require(file.mono.count == file.frames, "not a sample for every frame")
        })

    /// Pictures by libpng and libjpeg-turbo, with what is ours before and after: chunks, orientation, transparency.
    static let picture = FuzzTarget(
        name: "picture", seeds: { pictures },
        read: { bytes in
            guard let picture = try? PictureFile.decode(bytes) else { return }
            let size = picture.width * picture.height * picture.channels
            require(size > 0 && picture.values.count == size, "not as many values as the sizes say")
            require(picture.values.allSatisfy { (0...255).contains($0) }, "a value outside 0...255")
        })

    private static func load(_ name: String, _ given: [String: Value]) {
        let source = DatasetSources.registry.make(DatasetSources.registry.choice(name, given))
        let profile = try? source.profile()
        let dataset = try? source.load()
        require((profile == nil) == (dataset == nil), "what is checked and what is loaded differ")
        guard let profile, let dataset else { return }
        require(profile.shape == dataset.shape, "shapes differ")
        require(profile.training == dataset.training.count && profile.heldOut == dataset.heldOut.count, "counts differ")
        require((dataset.training.values + dataset.heldOut.values).allSatisfy(\.isFinite), "a value is not finite")
    }

    private static let tables = [
        "x,y\n1,2\n3,4\n5,6\n", "1;2\r\n3;4\r\n\"5\";6e-3", "a,\"b\nc\"\n1,+2.5\n-3,4\r5,6", "1 2\n3 4\n5 6\n",
    ]

    private static let images: [[UInt8]] = [
        [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 1, 2, 3, 4], [0, 0, 8, 2, 0, 0, 0, 3, 0, 0, 0, 1, 9, 8, 7],
        [0, 0, 8, 4, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6],
    ]

    private static let arrays = [
        ("<f4", "False", "(2, 1)", 8), (">i2", "True", "(2, 3)", 12), ("|b1", "False", "(3,)", 3),
        ("<f8", "False", "()", 8),
    ].map { type, order, shape, count -> [UInt8] in
        var header = "{'descr': '\(type)', 'fortran_order': \(order), 'shape': \(shape), }"
        while (10 + header.utf8.count + 1) % 64 != 0 { header += " " }
        header += "\n"
        return NPYArray.magic + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + (0..<count).map { UInt8($0) }
    }

    /// numpy.savez and numpy.savez_compressed of numpy.arange(6, dtype=float32).reshape(3, 2), NumPy 2.3.
    private static let archives = [
        """
        UEsDBC0AAAAAAAAAIQDMypy9//////////8FABQAYS5ucHkBABAAmAAAAAAAAACYAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJzxmNCcs
        ICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgzLCAyKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg
        ICAgICAgICAgICAgICAgICAgICAKAAAAAAAAgD8AAABAAABAQAAAgEAAAKBAUEsBAi0DLQAAAAAAAAAhAMzKnL2YAAAAmAAAAAUAAAAAAAAA
        AAAAAIABAAAAAGEubnB5UEsFBgAAAAABAAEAMwAAAM8AAAAAAA==
        """,
        """
        UEsDBC0AAAAIAAAAIQDMypy9//////////8FABQAYS5ucHkBABAAmAAAAAAAAABVAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqKu
        o6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GsY6CkaaOgq1CmQDLgYwaLAHEg5ABMQNQLzAAQBQSwECLQMtAAAACAAAACEAzMqcvVUA
        AACYAAAABQAAAAAAAAAAAAAAgAEAAAAAYS5ucHlQSwUGAAAAAAEAAQAzAAAAjAAAAAAA
        """,
    ].map { text in Array(Data(base64Encoded: text, options: .ignoreUnknownCharacters) ?? Data()) }

    /// By Pillow 13.0: red, green, blue and alpha, to be turned; grey of 16 bits; a palette with a transparent colour.
    /// And the start of a JPEG file.
    private static let pictures =
        [
            """
            iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAYAAACddGYaAAAAGmVYSWZNTQAqAAAACAABARIAAwAAAAEABgAAAAAAANZnS2kAAAAVSURBVHic
            Y2RgZGJmgQEeHh4eGBsABagAfO4HTqsAAAAASUVORK5CYII=
            """,
            """
            iVBORw0KGgoAAAANSUhEUgAAAAIAAAACEAAAAAAHTY67AAAAEklEQVR4nGNkZGBiYmBl+c8GAAJbARXR0Nm/AAAAAElFTkSuQmCC
            """,
            """
            iVBORw0KGgoAAAANSUhEUgAAAAIAAAACAQMAAABIeJ9nAAAABlBMVEX/AAAAAP9sof2OAAAAAXRSTlMAQObYZgAAAAxJREFUeJxjcGByAAAB
            CACDGIaLzgAAAABJRU5ErkJggg==
            """,
        ].map { text in Array(Data(base64Encoded: text, options: .ignoreUnknownCharacters) ?? Data()) }
        + [[0xff, 0xd8, 0xff, 0xe1, 0, 16] + Array("Exif\0\0MM\0*\0\0\0\u{8}".utf8)]

    /// A chunk that is no sound's, formats of whole numbers and floats, two channels, an extensible header.
    private static let sounds: [[UInt8]] = {
        func bytes(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 0xff) } }
        return [(1, 8, 1), (1, 16, 2), (1, 24, 1), (1, 32, 1), (3, 32, 2), (3, 64, 1), (0xfffe, 16, 1)].map {
            code, bits, channels in
            let frame = channels * bits / 8
            var format = bytes(code, 2) + bytes(channels, 2) + bytes(8000, 4) + bytes(8000 * frame, 4)
            format += bytes(frame, 2) + bytes(bits, 2)
            if code == 0xfffe {
                format += bytes(22, 2) + bytes(bits, 2) + bytes(4, 4) + bytes(1, 2)
                format += [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71]
            }
            let samples = [UInt8](repeating: 0x21, count: 6 * frame)
            let chunks = Array("WAVELIST".utf8) + bytes(4, 4) + Array("INFOfmt ".utf8) + bytes(format.count, 4) + format
            let body = chunks + Array("data".utf8) + bytes(samples.count, 4) + samples
            return Array("RIFF".utf8) + bytes(body.count, 4) + body
        }
    }()
}

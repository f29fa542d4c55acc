import Datasets
import Diagnostics
import Formats
import Reporting

/// How samples are written.
public enum SampleFormat: String, CaseIterable, Sendable {
    case csv, npy, idx
    /// A text a line.
    case txt
    /// A folder of pictures, of clips of pictures that move.
    case png
    /// A folder of sounds.
    case wav

    /// Whether samples are files of their own.
    public var isFolder: Bool { self == .png || self == .wav }

    /// What people read.
    public static func usual(of samples: RunSamples, isRaw: Bool) -> SampleFormat {
        samples.dataset.kind == .text && samples.kind != .noise && !isRaw ? .txt : .csv
    }

    /// What a path's ending says; nil where it says nothing.
    public init?(path: String) {
        if path.hasSuffix("-ubyte") {
            self = .idx
            return
        }
        guard let ending = FilePath.name(path).split(separator: ".").dropFirst().last else { return nil }
        self.init(rawValue: ending.lowercased())
    }
}

/// Samples of a run in a file: in the data's own units, or as networks see them. They pass in blocks: memory does not
/// grow with their number.
public struct SampleExport {
    private let samples: RunSamples
    private let format: SampleFormat
    private let units: any SampleUnits

    /// - Parameter isRaw: values as networks see them. Noise always is.
    /// - Throws: where the format cannot hold such samples.
    public init(_ samples: RunSamples, _ format: SampleFormat, isRaw: Bool = false) throws(DiagnosticError) {
        self.samples = samples
        self.format = format
        units =
            samples.kind == .noise
            ? PlainUnits(shape: samples.shape, named: "noise")
            : isRaw ? PlainUnits(shape: samples.shape) : samples.dataset.units
        func refuse(_ message: String, _ help: String) -> DiagnosticError {
            DiagnosticError([Diagnostic(.error, message, help: help)])
        }
        if format == .png, samples.kind == .noise || isRaw || samples.dataset.kind != .image {
            throw refuse("only images in their own units are written as pictures", "take --format npy or csv")
        }
        if format == .txt, samples.kind == .noise || isRaw || samples.dataset.kind != .text {
            throw refuse("only texts are written a line each", "take --format csv")
        }
        if format == .wav, samples.kind == .noise || isRaw || samples.dataset.kind != .sound {
            throw refuse("only sounds are written as WAV files", "take --format npy or csv")
        }
        if format != .csv, format != .txt, units.element == nil {
            throw refuse(
                "\(format.rawValue) holds numbers, and the data's columns are not all numbers",
                "take --format csv, or --raw for the numbers that networks see")
        }
    }

    /// Writes the file in pieces. Traps where the format is that of a folder.
    public func write(progress: (Int) -> Void = { _ in }, to emit: ([UInt8]) throws -> Void) throws {
        let shape = [samples.count] + samples.shape
        let size = samples.shape.reduce(1, *)
        switch format {
        case .csv: if let header = units.header { try emit(Array(CSVTable.line(header).utf8)) }
        case .npy: try emit(NPYArray.header(npyElement, shape: shape))
        case .idx: try emit(IDXFile.header(idxElement, shape: idxShape(shape)))
        case .txt: break
        case .png, .wav: preconditionFailure("pictures and sounds are files of their own")
        }
        try samples.forEachBlock { start, values in
            var bytes: [UInt8] = []
            for first in stride(from: values.startIndex, to: values.endIndex, by: size) {
                let sample = values[first..<first + size]
                switch format {
                case .npy: for value in units.numbers(sample) { NPYArray.append(value, as: npyElement, to: &bytes) }
                case .idx: for value in units.numbers(sample) { IDXFile.append(value, as: idxElement, to: &bytes) }
                case .txt: bytes.append(contentsOf: (units.cells(sample).joined(separator: " ") + "\n").utf8)
                case .csv, .png, .wav: bytes.append(contentsOf: CSVTable.line(units.cells(sample)).utf8)
                }
            }
            try emit(bytes)
            progress(start + values.count / size)
        }
    }

    /// Writes a picture or a sound for each sample, 000000.png and so on, into a folder that is empty or not there yet.
    public func writeFiles(to folder: String, progress: (Int) -> Void = { _ in }) throws {
        try Folder.make(folder)
        guard try Folder.names(in: folder).isEmpty else {
            throw DiagnosticError(
                Diagnostic("'\(folder)' is not empty", help: "give a new folder: files of two calls would mix"))
        }
        let size = samples.shape.reduce(1, *)
        try samples.forEachBlock { start, values in
            for (index, first) in stride(from: values.startIndex, to: values.endIndex, by: size).enumerated() {
                let sample = values[first..<first + size]
                let bytes: [UInt8]
                if let rate = units.sampleRate {
                    bytes = WAVFile.bytes(rate: rate, samples: sample)
                } else {
                    bytes = try ClipFrames.file(sample, samples.dataset)
                }
                let number = "\(start + index)"
                let name = String(repeating: "0", count: max(0, 6 - number.count)) + number
                try AtomicFile.write(bytes, to: "\(folder)/\(name).\(format.rawValue)")
            }
            progress(start + values.count / size)
        }
    }

    /// As MNIST has them, grey images are [n, height, width].
    private func idxShape(_ shape: [Int]) -> [Int] { shape.count == 4 && shape[3] == 1 ? Array(shape[..<3]) : shape }

    private var npyElement: NPYArray.Element {
        switch units.element {
        case .byte: .byte
        case .single, nil: .single
        case .double: .double
        }
    }

    private var idxElement: IDXFile.Element {
        switch units.element {
        case .byte: .unsignedByte
        case .single, nil: .single
        case .double: .double
        }
    }
}

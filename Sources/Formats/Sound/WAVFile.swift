/// A sound in the WAV format (Microsoft, "Multimedia Programming Interface and Data Specifications 1.0" 1991, and
/// WAVEFORMATEXTENSIBLE): a RIFF file whose chunk `fmt ` says what the samples in the chunk `data` are.
///
/// Whole numbers of 8 (unsigned), 16, 24 and 32 bits and floats of 32 and 64 bits are read, of any number of channels.
public struct WAVFile: Hashable, Sendable {
    /// Samples of each channel in a second.
    public let rate: Int
    public let channels: Int
    /// [frames, channels]. Whole numbers are divided by the largest negative one of their format: from -1 to 1. Floats
    /// are as the file has them.
    public let samples: [Float]

    public var frames: Int { samples.count / channels }

    /// The mean of the channels.
    public var mono: [Float] {
        guard channels > 1 else { return samples }
        return (0..<frames).map { frame in
            samples[frame * channels..<(frame + 1) * channels].reduce(0, +) / Float(channels)
        }
    }

    /// Traps unless there are whole frames.
    public init(rate: Int, channels: Int = 1, samples: [Float]) {
        precondition(rate > 0 && channels > 0 && samples.count % channels == 0)
        (self.rate, self.channels, self.samples) = (rate, channels, samples)
    }

    /// Reads a whole file.
    public init(_ bytes: [UInt8]) throws(FormatError) {
        let reader = LittleEndianBytes(bytes)
        func word(_ place: Int) -> String { String(decoding: bytes[place..<place + 4], as: UTF8.self) }
        guard bytes.count >= 12, word(0) == "RIFF", word(8) == "WAVE" else {
            let isOther = bytes.count >= 4 && ["RIFX", "RF64"].contains(word(0))
            throw FormatError(
                isOther ? "is a \(word(0)) file; RIFF is read" : "is not a WAV file: it does not start with RIFF",
                at: 0,
                help: isOther ? "convert it: sox in.wav out.wav" : nil)
        }
        var format: WAVFormat?
        var place = 12
        while place + 8 <= bytes.count {
            let (name, size) = (word(place), reader.integer(at: place + 4, bytes: 4))
            let start = place + 8
            if name == "fmt " {
                format = try WAVFormat(reader, at: start, size: size)
            } else if name == "data" {
                guard let format else { throw FormatError("has samples before it says what they are", at: place) }
                // Programs that write to a pipe cannot know the size.
                let isOpen = size >= 0x7fff_f000
                guard isOpen || start + size <= bytes.count else {
                    throw FormatError(
                        "is cut short: its header promises \(size) bytes of samples and \(bytes.count - start) are there",
                        at: bytes.count, help: "fetch or copy the file again")
                }
                let frameSize = format.channels * format.size
                let count = min(size, bytes.count - start) / frameSize * format.channels
                (rate, channels) = (format.rate, format.channels)
                samples = bytes.withUnsafeBytes { format.values($0, from: start, count: count) }
                if let bad = samples.firstIndex(where: { !$0.isFinite }) {
                    throw FormatError(
                        "holds a sample that is not finite, number \(bad + 1)", at: start + bad * format.size)
                }
                return
            }
            // Chunks begin at even places.
            place = start + size + size % 2
        }
        throw FormatError("has no samples", at: bytes.count, help: "fetch or copy the file again")
    }

    /// A file of one channel of 16 bits: samples from -1 to 1 as the nearest whole numbers, what lies beyond cut off,
    /// without dither. Reading it gives samples that were 16-bit numbers back to the bit.
    public static func bytes(rate: Int, samples: some Collection<Float>) -> [UInt8] {
        func number(_ value: Int, _ size: Int) -> [UInt8] {
            (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let size = 2 * samples.count
        var bytes = Array("RIFF".utf8) + number(36 + size, 4) + Array("WAVEfmt ".utf8) + number(16, 4)
        bytes += number(1, 2) + number(1, 2) + number(rate, 4) + number(2 * rate, 4) + number(2, 2) + number(16, 2)
        bytes += Array("data".utf8) + number(size, 4)
        for sample in samples {
            let scaled = sample.isNaN ? 0 : min(max((32768 * sample).rounded(), -32768), 32767)
            bytes += number(Int(scaled), 2)
        }
        return bytes
    }
}

/// What the samples of a WAV file are.
private struct WAVFormat {
    let channels: Int, rate: Int
    /// Bytes of a sample.
    let size: Int
    private let isFloat: Bool

    private static let names = [2: "ADPCM", 6: "A-law", 7: "mu-law", 0x11: "ADPCM", 0x31: "GSM", 0x55: "MP3"]

    init(_ reader: LittleEndianBytes, at start: Int, size length: Int) throws(FormatError) {
        func field(_ place: Int, _ bytes: Int) -> Int { reader.integer(at: start + place, bytes: bytes) }
        guard length >= 16, field(14, 2) >= 0 else {
            throw FormatError("is cut short: it ends within its header", at: start)
        }
        // An extensible header has the format in the first bytes of an identifier behind it.
        let tag = field(0, 2) == 0xfffe && length >= 40 ? field(24, 2) : field(0, 2)
        (channels, rate) = (field(2, 2), field(4, 4))
        let frame = field(12, 2)
        guard channels > 0, rate > 0, frame > 0, frame.isMultiple(of: channels) else {
            throw FormatError(
                "has \(channels) channels of \(rate) samples a second, in frames of \(frame) bytes", at: start)
        }
        size = frame / channels
        isFloat = tag == 3
        let isRead = tag == 1 ? (1...4).contains(size) : tag == 3 && (size == 4 || size == 8)
        guard isRead else {
            let what = Self.names[tag] ?? (tag == 1 || tag == 3 ? "samples of \(8 * size) bits" : "format \(tag)")
            throw FormatError(
                "holds \(what); whole numbers of 8 to 32 bits and floats of 32 and 64 are read", at: start,
                help: "convert it: sox in.wav -e signed -b 16 out.wav")
        }
    }

    func values(_ bytes: UnsafeRawBufferPointer, from start: Int, count: Int) -> [Float] {
        func read<Value: FixedWidthInteger>(_ type: Value.Type, _ convert: (Value) -> Float) -> [Float] {
            (0..<count).map { index in
                convert(Value(littleEndian: bytes.loadUnaligned(fromByteOffset: start + index * size, as: type)))
            }
        }
        return switch (isFloat, size) {
        case (true, 4): read(UInt32.self) { Float(bitPattern: $0) }
        case (true, _): read(UInt64.self) { Float(Double(bitPattern: $0)) }
        case (false, 1): read(UInt8.self) { (Float($0) - 128) / 128 }
        case (false, 2): read(Int16.self) { Float($0) / 32768 }
        case (false, 4): read(Int32.self) { Float(Double($0) / 2_147_483_648) }
        case (false, _):
            (0..<count).map { index in
                let place = start + index * size
                let low = Int32(bytes[place]) | Int32(bytes[place + 1]) << 8
                return Float(low | Int32(Int8(bitPattern: bytes[place + 2])) << 16) / 8_388_608
            }
        }
    }
}

import Formats

/// A picture in memory, with values from 0 to 255: a byte each where all of them are whole, as those of files of 8 bits
/// are until they are resized or turned into grey.
struct StoredPicture: Sendable {
    private enum Values {
        case bytes([UInt8]), floats([Float])
    }

    let width: Int, height: Int
    /// 1: grey, 3: RGB.
    let channels: Int
    private let values: Values

    init(_ picture: Picture) {
        (width, height, channels) = (picture.width, picture.height, picture.channels)
        let bytes = picture.values.compactMap { UInt8(exactly: $0) }
        values = bytes.count == picture.values.count ? .bytes(bytes) : .floats(picture.values)
    }

    init(width: Int, height: Int, channels: Int, bytes: [UInt8]) {
        (self.width, self.height, self.channels, values) = (width, height, channels, .bytes(bytes))
    }

    var isBytes: Bool { if case .bytes = values { true } else { false } }

    /// Empty where not all values are whole.
    private var bytes: [UInt8] {
        switch values {
        case .bytes(let bytes): bytes
        case .floats: []
        }
    }

    private var floats: [Float] {
        switch values {
        case .bytes(let bytes): bytes.map { Float($0) }
        case .floats(let floats): floats
        }
    }

    func fitted(width: Int, height: Int) -> StoredPicture {
        if (width, height) == (self.width, self.height) { return self }
        return StoredPicture(
            Picture(width: self.width, height: self.height, channels: channels, values: floats)
                .fitted(width: width, height: height))
    }

    /// The values of pictures one after another, 0 to 255: bytes where all of them are.
    /// - Parameter channels: 3 to have grey pictures in three equal channels.
    static func numbers(_ pictures: [StoredPicture], channels: Int) -> ArrayNumbers {
        let count = pictures.reduce(0) { $0 + $1.width * $1.height * channels }
        func joined<Number>(_ values: (StoredPicture) -> [Number]) -> [Number] {
            var joined: [Number] = []
            joined.reserveCapacity(count)
            for picture in pictures {
                let repeats = channels / picture.channels
                if repeats == 1 {
                    joined += values(picture)
                } else {
                    for value in values(picture) { joined += repeatElement(value, count: repeats) }
                }
            }
            return joined
        }
        return pictures.allSatisfy(\.isBytes)
            ? .bytes(joined(\.bytes)) : .doubles(joined { $0.floats.map { Double($0) } })
    }

    /// The values of pictures one after another, 0 to 255 as -1 to 1.
    /// - Parameters:
    ///   - count: of all values.
    ///   - areLevels: whether they are kept as bytes, which all of them must be then.
    static func values(
        _ pictures: some Sequence<StoredPicture>, count: Int, areLevels: Bool
    ) -> SampleValues {
        if areLevels {
            var joined: [UInt8] = []
            joined.reserveCapacity(count)
            for picture in pictures { joined += picture.bytes }
            return .levels(joined, .pictures)
        }
        var joined: [Float] = []
        joined.reserveCapacity(count)
        for picture in pictures { joined += picture.floats.map { $0 / 127.5 - 1 } }
        return .floats(joined)
    }
}

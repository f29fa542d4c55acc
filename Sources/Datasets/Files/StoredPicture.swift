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
            for picture in pictures { if case .bytes(let bytes) = picture.values { joined += bytes } }
            return .levels(joined, .pictures)
        }
        var joined: [Float] = []
        joined.reserveCapacity(count)
        for picture in pictures { joined += picture.floats.map { $0 / 127.5 - 1 } }
        return .floats(joined)
    }
}

/// How a camera was held: Exif's tag 274 (JEITA CP-3451), in the first directory of a TIFF header.
enum Orientation {
    /// 1 to 8; 1 where nothing is said, or nothing that can be read.
    static func read(_ exif: ArraySlice<UInt8>?) -> Int {
        guard let bytes = exif.map(Array.init), bytes.count >= 8 else { return 1 }
        let isLittle: Bool
        switch bytes[0..<2] {
        case [0x49, 0x49]: isLittle = true
        case [0x4d, 0x4d]: isLittle = false
        default: return 1
        }
        func number(_ place: Int, _ size: Int) -> Int? {
            guard place >= 0, place + size <= bytes.count else { return nil }
            let part = bytes[place..<place + size]
            return (isLittle ? Array(part.reversed()) : Array(part)).reduce(0) { $0 << 8 | Int($1) }
        }
        guard number(2, 2) == 42, let directory = number(4, 4), let entries = number(directory, 2) else { return 1 }
        for entry in 0..<entries {
            let place = directory + 2 + 12 * entry
            guard let tag = number(place, 2) else { return 1 }
            // A short, alone in its entry.
            if tag == 274, let value = number(place + 8, 2) { return (1...8).contains(value) ? value : 1 }
        }
        return 1
    }
}

/// Images as files hold them, a byte a value, and as networks see them.
enum Pixels {
    /// 2 p / maximum - 1, which takes 0...`maximum` to [-1, 1]; nil where a byte is above `maximum`.
    static func scaled(_ bytes: ArraySlice<UInt8>, maximum: UInt8) -> [Float]? {
        let table = (0...255).map { 2 * Float($0) / Float(maximum) - 1 }
        var highest: UInt8 = 0
        let values = [Float](unsafeUninitializedCapacity: bytes.count) { values, count in
            bytes.withUnsafeBufferPointer { bytes in
                table.withUnsafeBufferPointer { table in
                    for index in 0..<bytes.count {
                        highest = max(highest, bytes[index])
                        values[index] = table[Int(bytes[index])]
                    }
                }
            }
            count = bytes.count
        }
        return highest <= maximum ? values : nil
    }
}

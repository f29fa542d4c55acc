import Dispatch
import Kernels
import Synchronization

/// By which the folder of a run that is done is known again without reading its files: number, length and time of its
/// record, and numbers and times of its folders, which change whenever a file in them is made, replaced or removed.
/// What it does not show is bytes that changed in their place.
public struct RunStamp: Hashable, Sendable {
    /// Of `status.json`.
    public let record: FileStamp
    /// Says whether the record or a file beside it changed.
    let tables: UInt64
    /// Says whether the files in the folders inside changed; nil: they were not looked at.
    let inside: UInt64?

    /// - Parameter isOfTables: whether the record and the files that lie beside it are all that matters.
    /// - Returns: nil where there is no record.
    public init?(of folder: String, isOfTables: Bool = false) throws(FileError) {
        var look = FolderLook()
        try self.init(of: folder, isOfTables: isOfTables, &look)
    }

    private init?(of folder: String, isOfTables: Bool, _ look: inout FolderLook) throws(FileError) {
        look.open(folder)
        guard let record = try look.stamp("/status.json") else { return nil }
        self.record = record
        var words = StampWords()
        words.add(UInt64(record.number))
        words.add(UInt64(record.bytes))
        words.add(record.secondsAndNanoseconds)
        words.add(try look.stamp(""))
        tables = words.hash
        guard !isOfTables else {
            inside = nil
            return
        }
        words = StampWords()
        words.add(try look.stamp("/samples"))
        words.add(try look.stamp("/checkpoints"))
        inside = words.hash
    }

    /// Both in hexadecimal digits.
    public var text: String { Checksum.text(tables) + (inside.map(Checksum.text) ?? "") }

    /// Of many folders, several at a time: a file system on a network takes its time for each.
    public static func stamps(of folders: [String], isOfTables: Bool = false) throws(FileError) -> [RunStamp?] {
        let pieces = (folders.count + piece - 1) / piece
        let found = Mutex<[Int: Result<[RunStamp?], FileError>]>([:])
        DispatchQueue.concurrentPerform(iterations: pieces) { index in
            let own = folders[index * piece..<min((index + 1) * piece, folders.count)]
            let stamps = Result { () throws(FileError) in
                var look = FolderLook()
                var stamps: [RunStamp?] = []
                stamps.reserveCapacity(own.count)
                for folder in own { stamps.append(try RunStamp(of: folder, isOfTables: isOfTables, &look)) }
                return stamps
            }
            found.withLock { $0[index] = stamps }
        }
        let all = found.withLock { $0 }
        var stamps: [RunStamp?] = []
        stamps.reserveCapacity(folders.count)
        for index in 0..<pieces { stamps += try all[index]?.get() ?? [] }
        return stamps
    }

    private static let piece = 512
}

/// Looks at a folder and at what lies in it, one folder after another: their paths are put together in one place, since
/// to make a text for each takes longer than the look.
private struct FolderLook {
    private var path: [UInt8] = []
    private var length = 0

    mutating func open(_ folder: String) {
        path.removeAll(keepingCapacity: true)
        path.append(contentsOf: folder.utf8)
        length = path.count
    }

    /// - Parameter inside: behind the folder's path; empty: the folder itself.
    /// - Returns: nil where nothing is there.
    mutating func stamp(_ inside: StaticString) throws(FileError) -> FileStamp? {
        path.removeLast(path.count - length)
        path.append(contentsOf: UnsafeBufferPointer(start: inside.utf8Start, count: inside.utf8CodeUnitCount))
        path.append(0)
        let (stamp, code) = path.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { FileStamp.at($0.baseAddress!) }
        }
        if stamp == nil, !FileError.isOfMissing(code) {
            throw FileError(path: String(decoding: path.dropLast(), as: UTF8.self), code: code)
        }
        return stamp
    }
}

/// A few numbers in a row, and the hash of their bytes.
private struct StampWords {
    private var words: (UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0)
    private var count = 0

    mutating func add(_ word: UInt64) {
        withUnsafeMutableBytes(of: &words) { $0.storeBytes(of: word, toByteOffset: 8 * count, as: UInt64.self) }
        count += 1
    }

    mutating func add(_ folder: FileStamp?) {
        guard let folder else { return }
        add(UInt64(folder.number))
        add(folder.secondsAndNanoseconds)
    }

    var hash: UInt64 {
        withUnsafeBytes(of: words) { ContentHash.hash(UnsafeRawBufferPointer(rebasing: $0[..<(8 * count)])) }
    }
}

extension FileStamp {
    fileprivate var secondsAndNanoseconds: UInt64 {
        UInt64(bitPattern: Int64(seconds)) &* 1_000_000_000 &+ UInt64(bitPattern: Int64(nanoseconds))
    }
}

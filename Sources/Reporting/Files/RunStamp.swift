import Dispatch
import Kernels
import Synchronization

/// By which the folder of a run that is done is known again without reading its files: number, length and time of its
/// record, and numbers and times of its folders, which change whenever a file in them is made, replaced or removed.
/// What it does not show is bytes that changed in their place.
public struct RunStamp: Hashable, Sendable {
    /// Of `status.json`.
    public let record: FileStamp
    /// What says whether the tables changed, and behind it what says whether the files in the folders inside did.
    public let text: String
    /// Whether the folders inside were not looked at: `text` is then the beginning of the whole stamp's.
    let isOfTables: Bool

    /// - Parameter isOfTables: whether the record and the files that lie beside it are all that matters.
    /// - Returns: nil where there is no record.
    public init?(of folder: String, isOfTables: Bool = false) throws(FileError) {
        guard let record = try Folder.stamp("\(folder)/\(RunRecord.name)") else { return nil }
        self.record = record
        self.isOfTables = isOfTables
        let tables = [UInt64(record.number), UInt64(record.bytes), record.secondsAndNanoseconds]
        let text = Self.text(tables + (try Self.numbers(of: folder)))
        self.text =
            try isOfTables
            ? text : text + Self.text(Self.numbers(of: "\(folder)/samples") + Self.numbers(of: "\(folder)/checkpoints"))
    }

    private static func text(_ numbers: [UInt64]) -> String {
        ContentHash.text(numbers.withUnsafeBytes { Array($0) })
    }

    private static func numbers(of folder: String) throws(FileError) -> [UInt64] {
        try Folder.stamp(folder).map { [UInt64($0.number), $0.secondsAndNanoseconds] } ?? []
    }

    /// Of many folders, several at a time: a file system on a network takes its time for each.
    public static func stamps(of folders: [String], isOfTables: Bool = false) throws(FileError) -> [RunStamp?] {
        let pieces = (folders.count + piece - 1) / piece
        let found = Mutex<[Int: Result<[RunStamp?], FileError>]>([:])
        DispatchQueue.concurrentPerform(iterations: pieces) { index in
            let own = folders[index * piece..<min((index + 1) * piece, folders.count)]
            let stamps = Result { () throws(FileError) in
                var stamps: [RunStamp?] = []
                for folder in own { stamps.append(try RunStamp(of: folder, isOfTables: isOfTables)) }
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

extension FileStamp {
    fileprivate var secondsAndNanoseconds: UInt64 {
        UInt64(bitPattern: Int64(seconds)) &* 1_000_000_000 &+ UInt64(bitPattern: Int64(nanoseconds))
    }
}

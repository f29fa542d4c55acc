import Dispatch
import Kernels
import Synchronization

/// By which the folder of a run that is done is known again without reading its files: number, length and time of its
/// record, and numbers and times of its folders, which change whenever a file in them is made, replaced or removed.
/// What it does not show is bytes that changed in their place.
public struct RunStamp: Hashable, Sendable {
    /// Of `status.json`.
    public let record: FileStamp
    public let text: String

    /// nil where there is no record.
    public init?(of folder: String) throws(FileError) {
        guard let record = try Folder.stamp("\(folder)/\(RunRecord.name)") else { return nil }
        self.record = record
        var numbers = [UInt64(record.number), UInt64(record.bytes)]
        numbers += [record.seconds, record.nanoseconds].map { UInt64(bitPattern: Int64($0)) }
        for inner in ["", "/samples", "/checkpoints"] {
            guard let stamp = try Folder.stamp(folder + inner) else {
                numbers.append(0)
                continue
            }
            numbers.append(UInt64(stamp.number))
            numbers += [stamp.seconds, stamp.nanoseconds].map { UInt64(bitPattern: Int64($0)) }
        }
        text = ContentHash.text(numbers.withUnsafeBytes { Array($0) })
    }

    /// Of many folders, several at a time: a file system on a network takes its time for each.
    public static func stamps(of folders: [String]) throws(FileError) -> [RunStamp?] {
        let pieces = (folders.count + piece - 1) / piece
        let found = Mutex<[Int: Result<[RunStamp?], FileError>]>([:])
        DispatchQueue.concurrentPerform(iterations: pieces) { index in
            let own = folders[index * piece..<min((index + 1) * piece, folders.count)]
            let stamps = Result { () throws(FileError) in
                var stamps: [RunStamp?] = []
                for folder in own { stamps.append(try RunStamp(of: folder)) }
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

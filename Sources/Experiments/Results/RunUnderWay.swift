import Diagnostics
import Foundation
import Reporting

/// A run that a program trains or judges at this moment, on this machine or on another one.
public struct RunUnderWay: Sendable {
    let beat: RunPulse.Beat

    /// - Returns: nil where nobody is at work on the run, or nobody can tell.
    init?(_ folder: RunFolder) throws(FileError) {
        // By the clock of the machine that has the files: those of others may be wrong.
        guard let (beat, age) = try RunPulse.last(folder, now: Self.clock(of: folder.experiment.path)),
            try Self.isAlive(beat, age: age, in: folder)
        else { return nil }
        self.beat = beat
    }

    /// How far the run is that lies in a folder: "1,200 of 4,000, 35 it/s, 80 s left"; nil where nobody is at work on
    /// it.
    public static func progress(in folder: String) throws(FileError) -> String? {
        guard try Folder.kind(folder) == .folder else { return nil }
        return try Self(RunFolder(folder))?.beat.progress
    }

    /// Whoever holds the lock is alive, however quiet; on another machine the lock may not be seen.
    static func isAlive(_ beat: RunPulse.Beat, age: Double, in folder: RunFolder) throws(FileError) -> Bool {
        guard beat.host == ThisProcess.host else { return age <= RunPulse.silence }
        return try FolderLock.take(folder.path) == nil
    }

    /// The time on the machine that has a folder, by a file that is made there; by this one's clock where none can be.
    static func clock(of path: String) -> Double {
        let probe = "\(path)/status-\(getpid()).tmp"
        let file = open(probe, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        defer { if file >= 0 { unlink(probe) } }
        var status = stat()
        guard file >= 0, fstat(file, &status) == 0 else { return Date().timeIntervalSince1970 }
        close(file)
        return Double(status.st_mtim.tv_sec) + 1e-9 * Double(status.st_mtim.tv_nsec)
    }
}

extension RunPulse.Beat {
    /// How far a run is that goes on.
    var progress: String {
        // Until the first iterations are behind it nobody can say how fast it is.
        guard isJudging != true, iterationsPerSecond > 0 else { return place }
        let rate = String(format: iterationsPerSecond < 10 ? "%.1f" : "%.0f", iterationsPerSecond)
        return "\(place), \(rate) it/s, \(NumberText.grouped(Int(secondsLeft.rounded(.up)))) s left"
    }

    /// "1,200 of 4,000"
    var place: String {
        "\(NumberText.grouped(iteration)) of \(NumberText.grouped(iterations))"
            + (isJudging == true ? ", being judged" : "")
    }
}

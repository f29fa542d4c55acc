import Foundation
import Reporting

/// How far a run in training is, in a file of its folder that says so every few seconds, for whoever looks on from
/// another machine. It is gone when the run ends; what a killed program leaves goes with its unfinished files.
struct RunPulse {
    static let name = "running.json.tmp"
    /// A run that was quiet for longer has no program any more, or a very slow disk.
    static let silence = 90.0
    private static let pause = Duration.seconds(5)

    /// What the file holds.
    struct Beat: Codable {
        let host: String
        /// As Slurm calls the machine; nil outside of it.
        let node: String?
        let process: Int32
        /// Of Slurm; nil outside of it.
        let job: String?
        let iteration: Int
        let iterations: Int
        let iterationsPerSecond: Double
        let secondsLeft: Double
    }

    private let path: String
    private var last: ContinuousClock.Instant?
    /// Not to be tried again and again where the disk is full: the run itself says what is wrong.
    private var isGone = false

    init(_ folder: RunFolder) { path = folder.file(Self.name) }

    mutating func note(_ progress: RunProgress) {
        let now = ContinuousClock.now
        guard !isGone, last.map({ now - $0 > Self.pause }) ?? true else { return }
        last = now
        let beat = Beat(
            host: ThisProcess.host, node: SlurmJob.current?.node, process: getpid(), job: SlurmJob.current?.task,
            iteration: progress.iteration, iterations: progress.iterations,
            iterationsPerSecond: progress.iterationsPerSecond, secondsLeft: progress.secondsLeft)
        do {
            // In its place: the time of its last change is all that counts where it cannot be read.
            try Data(try JSONLine.text(beat).utf8).write(to: URL(fileURLWithPath: path))
        } catch { isGone = true }
    }

    /// Removes the file; what stays behind is told, so that no run that ended passes for one that goes on.
    func end() throws(FileError) {
        guard last != nil, unlink(path) != 0, errno != ENOENT else { return }
        throw FileError(path: path, code: errno)
    }

    /// The last beat of a run, and its age in seconds by the clock of the file's machine; nil where there is none.
    /// - Parameter now: by that clock.
    static func last(_ folder: RunFolder, now: Double) throws(FileError) -> (beat: Beat, age: Double)? {
        let path = folder.file(name)
        guard let stamp = try Folder.stamp(path), let content = try AtomicFile.readIfThere(path),
            let beat: Beat = JSONLine.read(content)
        else { return nil }
        return (beat, now - stamp.time)
    }
}

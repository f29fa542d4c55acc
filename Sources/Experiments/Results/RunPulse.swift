import Foundation
import Reporting
import Synchronization

/// How far the run is that a job trains, in a file of the run's folder that says so every few seconds, for whoever
/// looks on from another machine. It is gone when the run ends; what a killed program leaves goes with its unfinished
/// files.
///
/// A thread writes it, so it goes on while a critic is at work, which nobody can ask anything; and once the process is
/// to end, it says so at once: a program that then ends in the middle of something was interrupted, not lost.
final class RunPulse: Sendable {
    static let name = "running.json.tmp"
    /// A run that was quiet for longer has no program any more, or a very slow disk.
    static let silence = 90.0
    /// Bytes of the file: more than a beat has.
    private static let length = 1024
    private static let pause = Duration.seconds(5)
    /// Between two looks whether the process is to end.
    private static let watchPause: UInt32 = 100_000

    /// What the file holds.
    struct Beat: Codable, Sendable {
        let host: String
        /// As Slurm calls the machine; nil outside of it.
        let node: String?
        let process: Int32
        /// Of Slurm; nil outside of it.
        let job: String?
        var iteration: Int
        let iterations: Int
        var iterationsPerSecond = 0.0
        var secondsLeft = 0.0
        /// Whether training is over and the generator is judged; nil in files of earlier versions.
        var isJudging: Bool? = false
        /// Whether the process was to end.
        var isInterrupted: Bool? = false
    }

    private struct State {
        /// Of the run that is being trained; nil between runs.
        var beat: Beat?
        var path = ""
        var written: ContinuousClock.Instant?
        /// Not to be tried again and again where the disk is full: the run itself says what is wrong.
        var isGone = false
        var isOver = false

        mutating func write() {
            guard !isGone, let beat else { return }
            written = .now
            do { isGone = !Self.write(try JSONLine.text(beat), to: path) } catch { isGone = true }
        }

        /// In its place and over what is there, so that a program that is killed meanwhile leaves the old beat or the
        /// new one: blanks make all beats one length.
        private static func write(_ text: String, to path: String) -> Bool {
            let bytes = Array(text.utf8) + [UInt8](repeating: 32, count: max(0, RunPulse.length - text.utf8.count))
            let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
            guard file >= 0 else { return false }
            defer { close(file) }
            return pwrite(file, bytes, bytes.count, 0) == bytes.count && ftruncate(file, off_t(bytes.count)) == 0
        }
    }

    private let state = Mutex(State())

    init() {
        Thread.detachNewThread { [self] in
            while watch() { usleep(Self.watchPause) }
        }
    }

    /// - Returns: whether there is more to watch.
    private func watch() -> Bool {
        state.withLock { state in
            let isNews = EndOfProcess.isAskedFor && state.beat?.isInterrupted == false
            if isNews { state.beat?.isInterrupted = true }
            if isNews || state.written.map({ .now - $0 > Self.pause }) ?? false { state.write() }
            return !state.isOver
        }
    }

    func note(_ event: SessionEvent, of run: PreparedRun, in folder: RunFolder) {
        state.withLock { state in
            switch event {
            case .started(_, let iteration):
                state.path = folder.file(Self.name)
                state.beat = Beat(
                    host: ThisProcess.host, node: SlurmJob.current?.node, process: getpid(),
                    job: SlurmJob.current?.task, iteration: iteration, iterations: run.spec.training.iterations)
                state.write()
            case .progress(let progress):
                state.beat?.iteration = progress.iteration
                state.beat?.iterationsPerSecond = progress.iterationsPerSecond
                state.beat?.secondsLeft = progress.secondsLeft
            case .judging:
                state.beat?.isJudging = true
                state.write()
            case .sideBySide, .skipped, .elsewhere, .notice, .finished: break
            }
        }
    }

    /// Removes the file of the run that ended; what stays behind is told, so that no run that ended passes for one that
    /// goes on.
    func end() throws(FileError) {
        let path = state.withLock { state in
            let path = state.written == nil ? nil : state.path
            (state.beat, state.written, state.isGone) = (nil, nil, false)
            return path
        }
        guard let path, unlink(path) != 0, errno != ENOENT else { return }
        throw FileError(path: path, code: errno)
    }

    /// There are no more runs.
    func stop() { state.withLock { $0.isOver = true } }

    /// The last beat of a run, and its age in seconds by the clock of the file's machine; nil where there is none.
    /// - Parameter now: by that clock.
    static func last(_ folder: RunFolder, now: @autoclosure () -> Double) throws(FileError) -> (
        beat: Beat, age: Double
    )? {
        let path = folder.file(name)
        guard let stamp = try Folder.stamp(path), let content = try AtomicFile.readIfThere(path),
            let beat: Beat = JSONLine.read(content)
        else { return nil }
        return (beat, now() - stamp.time)
    }
}

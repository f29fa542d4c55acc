/// A run that is to be trained, or was looked at for that, and the folder that it is trained in.
struct QueuedRun: Sendable {
    let label: RunLabel
    let run: PreparedRun
    let folder: RunFolder
}

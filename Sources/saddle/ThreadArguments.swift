import ArgumentParser
import Experiments

/// How many worker threads: shared by every command that computes.
struct ThreadArguments: ParsableArguments {
    @Option(
        help:
            "Worker threads; what is trained does not depend on it, and small networks use one where that is faster. All cores without."
    )
    var threads: Int?

    var count: Int { threads ?? ProcessLimits.cores }

    func validate() throws {
        if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads takes 1 to 1024.") }
    }
}

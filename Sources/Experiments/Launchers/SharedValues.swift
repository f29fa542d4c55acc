import Configuration
import Datasets
import Equilibrium

/// What runs have in common, made once for all of them.
struct SharedValues: Sendable {
    /// In memory, read-only.
    let datasets: MadeOnce<Choice, Dataset>
    /// By the path of their file.
    let judges: MadeOnce<String, Judge>
    /// By the path of the experiment's folder: those of before the first of its runs was begun.
    let complete: MadeOnce<String, CompleteRuns>

    init(jobs: Int) {
        datasets = MadeOnce(keeping: jobs)
        judges = MadeOnce(keeping: jobs)
        complete = MadeOnce(keeping: jobs)
    }
}

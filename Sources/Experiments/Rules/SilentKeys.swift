import Configuration
import Diagnostics
import Training

/// Keys that are given and change nothing.
enum SilentKeys: RunRule {
    static func remarks(_ run: RuleSubject) -> [Diagnostic] {
        let idle = run.spec.idleKeys(.saddle).map { found in
            run.warning(
                "\(found.key) changes nothing beside \(found.beside)", at: run.place(found.path), help: found.cure)
        }
        let weightless = run.spec.weightless.map { term in
            run.warning(
                "\(term.name) does nothing\(term.hasSchedule ? ", whatever its schedule" : ""): \(term.factors) "
                    + "\(term.factors.contains(" and ") ? "are" : "is") 0",
                at: run.place(term.path), help: "give a number above 0, or leave it out")
        }
        return idle + weightless
    }
}

import Diagnostics

/// What a dataset itself finds odd, such as a constant column.
enum SuspiciousData: RunRule {
    static func remarks(_ run: RuleSubject) -> [Diagnostic] {
        run.data.remarks.map { remark in
            let place = remark.key.map { run.place("data.\($0)") } ?? run.spec.data.location
            return Diagnostic(.warning, remark.message, at: place, help: remark.help)
        }
    }
}

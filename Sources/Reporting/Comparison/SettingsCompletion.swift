import Configuration
import Diagnostics

/// Settings of runs that are compared, beyond what tables of runs hold.
///
/// Within one experiment the swept parameters tell runs apart, and one that a row lacks is looked up in the run's
/// config.yaml. Across experiments all settings may, so they are all read from there. What a configuration leaves out
/// has its default; what the sweep gave a name keeps it.
enum SettingsCompletion {
    typealias FoundRun = ComparisonSources.FoundRun
    typealias UnreadableRun = ComparisonSources.UnreadableRun

    /// - Returns: runs whose configuration cannot be read apart from the others.
    static func completed(_ runs: [FoundRun]) -> (runs: [FoundRun], unreadable: [UnreadableRun]) {
        guard runs.count > 1 else { return (runs, []) }
        let isOneSweep =
            Set(runs.map { ComparisonSources.canonical($0.experiment) }).count == 1
            && runs.contains { !$0.result.parameters.isEmpty }
        guard isOneSweep else { return read(runs) }
        let filled = filled(runs)
        let isTold = Set(filled.runs.map(\.result.settings)).count == filled.runs.count
        return isTold ? filled : read(runs)
    }

    /// The keys that any of the runs has, in each of them.
    private static func filled(_ runs: [FoundRun]) -> (runs: [FoundRun], unreadable: [UnreadableRun]) {
        let paths = RunsTable.parameterPaths(runs.map(\.result))
        return readable(runs) { run throws(DiagnosticError) in
            guard run.result.parameters.count < paths.count, let config = configuration(run) else { return run }
            return run.with(filled(run.result.parameters, paths, try ResolvedSettings(path: config)))
        }
    }

    private static func readable<Result>(
        _ runs: [FoundRun], _ read: (FoundRun) throws(DiagnosticError) -> Result
    ) -> (runs: [Result], unreadable: [UnreadableRun]) {
        var unreadable: [UnreadableRun] = []
        let results = runs.compactMap { run -> Result? in
            do throws(DiagnosticError) { return try read(run) } catch {
                unreadable.append(UnreadableRun(run: run.result.run, problem: error))
                return nil
            }
        }
        return (results, unreadable)
    }

    /// Parameters in the order of the paths, those that are missing out of a configuration.
    static func filled(_ parameters: [Parameter], _ paths: [String], _ settings: ResolvedSettings) -> [Parameter] {
        let own = Dictionary(parameters.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        return paths.compactMap { path in
            own[path] ?? settings.text(path).map { Parameter(path: path, text: $0) }
        }
    }

    private static func read(_ runs: [FoundRun]) -> (runs: [FoundRun], unreadable: [UnreadableRun]) {
        var names: [Parameter: String] = [:]
        let (read, unreadable) = readable(runs) { run throws(DiagnosticError) -> (run: FoundRun, isRead: Bool) in
            guard let config = configuration(run) else { return (run, false) }
            let settings = try FlatSettings.read(path: config).filter { !["name", "description"].contains($0.path) }
            for setting in settings {
                if let name = run.result.parameter(setting.path), Double(name) == nil { names[setting] = name }
            }
            return (run.with(settings), true)
        }
        let paths = RunsTable.parameterPaths(read.map(\.run.result))
        let defaults = Dictionary(
            paths.compactMap { path in ResolvedSettings.defaultText(path).map { (path, $0) } },
            uniquingKeysWith: { first, _ in first })
        let completed = read.map { run, isRead -> FoundRun in
            guard isRead else { return run }
            let own = Dictionary(run.result.parameters.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
            return run.with(
                paths.compactMap { path in
                    guard let setting = own[path] else {
                        return defaults[path].map { Parameter(path: path, text: $0) }
                    }
                    return Parameter(path: path, text: names[setting] ?? setting.text)
                })
        }
        return (completed, unreadable)
    }

    /// nil where there is none: what a table says is then all that is known.
    private static func configuration(_ run: FoundRun) -> String? {
        let path = "\(run.folder)/config.yaml"
        return ComparisonSources.exists(path) ? path : nil
    }
}

extension ComparisonSources.FoundRun {
    fileprivate func with(_ parameters: [Parameter]) -> Self {
        var run = self
        run.result.parameters = parameters
        return run
    }
}

import Configuration
import Diagnostics

/// Settings of runs that are compared, beyond what tables of runs hold.
///
/// Within one experiment the swept parameters tell runs apart, and one that a row lacks is looked up in the run's
/// config.yaml. Across experiments all settings may, so they are all read from there. What a configuration leaves out
/// has its default; what the sweep gave a name keeps it.
enum SettingsCompletion {
    /// - Returns: runs whose configuration is damaged apart from the others.
    /// - Throws: where one cannot be read, which says nothing of what is in it.
    static func completed(_ runs: [LocatedRun]) throws(FileError) -> (runs: [LocatedRun], unreadable: [UnreadableRun]) {
        guard runs.count > 1 else { return (runs, []) }
        let isOneSweep =
            Set(Set(runs.map(\.experiment)).map(LocatedRun.canonical)).count == 1
            && runs.contains { !$0.result.parameters.isEmpty }
        guard isOneSweep else { return try read(runs) }
        let filled = try filled(runs)
        // Each has every key that any of them has, in one order.
        let isTold = Set(filled.runs.lazy.map(\.result.parameters)).count == filled.runs.count
        return isTold ? filled : try read(runs)
    }

    /// The keys that any of the runs has, in each of them.
    private static func filled(_ runs: [LocatedRun]) throws(FileError) -> (
        runs: [LocatedRun], unreadable: [UnreadableRun]
    ) {
        let paths = RunsTable.parameterPaths(runs.map(\.result))
        guard runs.contains(where: { $0.result.parameters.count < paths.count }) else { return (runs, []) }
        let names = try names(in: runs)
        return try readable(runs, where: { $0.result.parameters.count < paths.count }) {
            run, config throws(DiagnosticError) in
            guard let config else { return run }
            let own = Set(run.result.parameters.map(\.path))
            let filled = run.result.parameters(at: paths, in: try ResolvedSettings(config.content, path: config.path))
            return run.with(
                filled.map { setting in
                    own.contains(setting.path)
                        ? setting : Parameter(path: setting.path, text: names[setting] ?? setting.text)
                })
        }
    }

    /// What sweeps gave names, by what it is: from the configuration of one run for each name.
    private static func names(in runs: [LocatedRun]) throws(FileError) -> [Parameter: String] {
        var (names, seen) = ([Parameter: String](), Set<Parameter>())
        for run in runs {
            let new = run.result.parameters.filter { Double($0.text) == nil && seen.insert($0).inserted }
            guard !new.isEmpty, let config = try configuration(run) else { continue }
            let settings: ResolvedSettings
            // Whoever reads that run itself says what is wrong with it.
            do throws(DiagnosticError) {
                settings = try ResolvedSettings(config.content, path: config.path)
            } catch { continue }
            for parameter in new {
                guard let text = settings.text(parameter.path) else { continue }
                names[Parameter(path: parameter.path, text: text)] = parameter.text
            }
        }
        return names
    }

    private typealias Configuration = (path: String, content: [UInt8])

    /// - Parameters:
    ///   - isNeeded: whether a run's configuration is read.
    ///   - read: given nil where there is none.
    private static func readable<Result>(
        _ runs: [LocatedRun], where isNeeded: (LocatedRun) -> Bool = { _ in true },
        _ read: (LocatedRun, Configuration?) throws(DiagnosticError) -> Result
    ) throws(FileError) -> (runs: [Result], unreadable: [UnreadableRun]) {
        var (results, unreadable) = ([Result](), [UnreadableRun]())
        for run in runs {
            let config = isNeeded(run) ? try configuration(run) : nil
            do throws(DiagnosticError) { results.append(try read(run, config)) } catch {
                unreadable.append(UnreadableRun(run: run.result.run, problem: error))
            }
        }
        return (results, unreadable)
    }

    private static func read(_ runs: [LocatedRun]) throws(FileError) -> (
        runs: [LocatedRun], unreadable: [UnreadableRun]
    ) {
        var names: [Parameter: String] = [:]
        let (read, unreadable) = try readable(runs) {
            run, config throws(DiagnosticError) -> (run: LocatedRun, isRead: Bool) in
            guard let config else { return (run, false) }
            let settings = try FlatSettings.read(config.content, path: config.path)
                .filter { !["name", "description"].contains($0.path) }
            for setting in settings {
                if let name = run.result.parameter(setting.path), Double(name) == nil { names[setting] = name }
            }
            return (run.with(settings), true)
        }
        let paths = RunsTable.parameterPaths(read.map(\.run.result))
        let defaults = Dictionary(
            paths.compactMap { path in ResolvedSettings.defaultText(path).map { (path, $0) } },
            uniquingKeysWith: { first, _ in first })
        let completed = read.map { run, isRead -> LocatedRun in
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
    private static func configuration(_ run: LocatedRun) throws(FileError) -> Configuration? {
        let path = "\(run.folder)/config.yaml"
        return try AtomicFile.readIfThere(path).map { (path, $0) }
    }
}

extension LocatedRun {
    fileprivate func with(_ parameters: [Parameter]) -> Self {
        var run = self
        run.result.parameters = parameters
        return run
    }
}

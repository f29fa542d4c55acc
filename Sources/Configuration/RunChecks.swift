import Diagnostics

/// What can be said of a run by looking at several of its keys together, without computing anything.
enum RunChecks {
    static func check(_ spec: RunSpec, _ locations: Locations, _ findings: inout Findings) {
        name(spec, locations, &findings)
        let smoothing = spec.labelSmoothing
        for (key, targets) in [("real", smoothing.realTargets), ("fake", smoothing.fakeTargets)]
        where targets.low > targets.high {
            let ends = [targets.high, targets.low].map(CanonicalNumber.plain).joined(separator: ", ")
            findings.error(
                "a range of targets goes from its lower end to its upper one",
                at: locations.nearest("label_smoothing.\(key)"), help: "\(key): [\(ends)]")
        }
        if smoothing.real <= smoothing.fake {
            let place = locations["label_smoothing.real"] ?? locations["label_smoothing.fake"]
            findings.error(
                "the target of real samples (\(CanonicalNumber.plain(smoothing.real))) must be above that of generated ones "
                    + "(\(CanonicalNumber.plain(smoothing.fake)))",
                at: place ?? locations.nearest("label_smoothing"),
                help: smoothing.real < smoothing.fake
                    ? "swap them: {real: \(CanonicalNumber.plain(smoothing.fake)), fake: \(CanonicalNumber.plain(smoothing.real))}"
                    : nil)
        }
        if let place = locations["training.consensus_weight"], spec.training.order != .consensus {
            findings.error(
                "consensus_weight is of training.order: consensus, and the order is \(spec.training.order.rawValue)",
                at: place, help: "set training.order to consensus, or leave it out")
        }
        if spec.training.consensusSchedule != nil, spec.training.order != .consensus {
            findings.error(
                "consensus_schedule is the course of consensus_weight, and the order is "
                    + spec.training.order.rawValue,
                at: locations.nearest("training.consensus_schedule"),
                help: "set training.order to consensus, or leave it out")
        }
        if let condition = spec.condition, condition.schedule != nil,
            ![.auxiliary, .columns].contains(condition.method)
        {
            findings.error(
                "condition.schedule is the course of condition.weight, and the method "
                    + "\(condition.method.rawValue) has no term with a weight",
                at: locations.nearest("condition.schedule"),
                help: "leave it out; the methods auxiliary and columns have one")
        }
        if let place = locations["training.unrolled_derivatives"], spec.training.unrolled == 0 {
            findings.error(
                "unrolled_derivatives is about the discriminator's updates of training.unrolled, and there are none",
                at: place, help: "give training.unrolled as well, such as 5")
        }
        if [.simultaneous, .extragradient, .consensus].contains(spec.training.order),
            spec.stepRatio.discriminator != 1 || spec.stepRatio.generator != 1
        {
            findings.error(
                "\(spec.training.order.rawValue) updates are one of each player; step_ratio asks for \(spec.stepRatio.discriminator) of the "
                    + "discriminator and \(spec.stepRatio.generator) of the generator",
                at: locations["step_ratio"] ?? locations.nearest("training.order"),
                help: "leave step_ratio out and give the faster player a larger learning_rate; or leave training.order "
                    + "out")
        }
        if let after = spec.training.stop.after, spec.training.stop.seconds == nil {
            findings.error(
                "'\(after)' is not a duration", at: locations.nearest("training.stop.after"),
                help: "a number above 0 with its unit, s, m, h or d: 30m")
        }
        if spec.output.checkpointKeep != nil, spec.output.checkpointEvery == nil {
            findings.error(
                "checkpoint_keep says how many checkpoints of checkpoint_every stay, which is not given",
                at: locations.nearest("output.checkpoint_keep"), help: "give output.checkpoint_every as well")
        }
        if spec.training.stop.plateau != nil, spec.evaluation.critic.every == nil {
            findings.error(
                "stop.plateau compares what the judges find during the run, and they look at the last iteration alone",
                at: locations.nearest("training.stop.plateau"), help: "give evaluation.critic.every as well")
        }
        if spec.output.checkpointBest, spec.evaluation.critic.every == nil {
            findings.error(
                "checkpoint_best chooses among the iterations at which the judges look, and they look at the last alone",
                at: locations.nearest("output.checkpoint_best"), help: "give evaluation.critic.every as well")
        }
        if spec.training.iterations != TrainingSpec.unknown { intervals(spec, locations, &findings) }
    }

    /// Intervals that are longer than the run.
    static func intervals(_ spec: RunSpec, _ locations: Locations, _ findings: inout Findings) {
        let intervals: [(String, Int?)] = [
            ("evaluation.every", spec.evaluation.every), ("evaluation.critic.every", spec.evaluation.critic.every),
            ("output.samples_every", spec.output.samplesEvery),
            ("output.checkpoint_every", spec.output.checkpointEvery),
        ]
        for case (let path, let every?) in intervals where every > spec.training.iterations {
            // No error: whoever tries a file out with fewer iterations would have to change every interval.
            findings.warning(
                "every \(every) iterations is never, since the run has \(spec.training.iterations)",
                at: locations.nearest(path), help: "it is done at the run's end all the same")
        }
    }

    /// The name becomes a folder.
    private static func name(_ spec: RunSpec, _ locations: Locations, _ findings: inout Findings) {
        let isPlain = spec.name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        if isPlain, !spec.name.isEmpty, !spec.name.hasPrefix("."), spec.name.count <= 100 { return }
        findings.error(
            "'\(spec.name)' cannot name a folder", at: locations.nearest("name"),
            help: "up to 100 letters, digits, '-', '_' and '.', not starting with '.'")
    }

    /// A name for a file that gives none.
    static func name(forFile path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
        let name = stem.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "-" }
        let plain = String(name.drop { $0 == "." }.prefix(100))
        return plain.isEmpty ? "experiment" : plain
    }
}

import Configuration
import Foundation
import Testing

@testable import Experiments

@Suite struct LengtheningTests {
    private static func text(_ iterations: Int) -> String {
        tinyExperiment("long", iterations: iterations, every: 2, critic: "{iterations: 20, samples: 50}")
    }

    /// What is written into the longer run's folder, but for the clock's file; what it began from, what was said.
    private func train(
        _ longer: String, after shorter: String, fresh: Bool = false
    ) throws -> (files: [String: Data], start: Int?, planned: Intention, notices: [String]) {
        let session = try SessionFolder(shorter)
        defer { session.remove() }
        try session.run()
        try session.folder.write("experiment.yaml", longer)
        let planned = try #require(try Session(try session.prepare(), .init(results: session.results)).plan().first)
        var (start, notices): (Int?, [String]) = (nil, [])
        let results = try session.run(fresh: fresh) { event in
            if case .started(_, let iteration) = event { start = iteration }
            if case .notice(_, let text) = event { notices.append(text) }
        }
        #expect(results.map(\.outcome.status) == [.complete])
        let name = try #require(try session.folders().first?.split(separator: "/").last)
        let files = try session.bytes().filter { $0.key.contains("/\(name)/") }
        return (files, start, planned.intention, notices)
    }

    @Test(arguments: [
        "", "output: {samples_every: 4}\n", "output: {samples_every: 3}\n", "output: {tensorboard: true}\n",
        "evaluation: {critic: {every: 4, iterations: 20, samples: 50}, every: 2, samples: 10, metrics: none}\n",
    ])
    func aLongerRunBeginsWithAShorterOne(_ more: String) throws {
        func text(_ iterations: Int) -> String {
            let text = Self.text(iterations)
            guard more.hasPrefix("evaluation"), let line = text.range(of: "evaluation:") else { return text + more }
            return text[..<line.lowerBound] + more
        }
        let found = try train(text(8), after: text(4))
        #expect(found.start == 4 && found.planned == .lengthen)
        #expect(found.notices.first?.hasPrefix("begins with the 4 iterations of ") == true, "\(found.notices)")
        let anew = try train(text(8), after: text(4), fresh: true)
        #expect(anew.start == 0 && anew.notices.isEmpty)
        #expect(found.files.keys.sorted() == anew.files.keys.sorted())
        for (name, content) in anew.files { #expect(found.files[name] == content, "\(name)") }
    }

    private static func penalized(_ text: String, _ schedule: String) -> String {
        text.replacing(
            "layers: [dense: 1]",
            with: "layers: [dense: 1], regularization: [r1: {schedule: \(schedule)}, lecam: {start: 1}]")
    }

    /// The factor of an iteration is that of the longer run, and nothing else is kept of it.
    @Test func aWeightThatStepsGoesOn() throws {
        func text(_ iterations: Int) -> String { Self.penalized(Self.text(iterations), "{step: 3}") }
        let found = try train(text(8), after: text(4))
        #expect(found.start == 4 && found.planned == .lengthen)
        let anew = try train(text(8), after: text(4), fresh: true)
        #expect(anew.start == 0 && anew.files.keys.sorted() == found.files.keys.sorted())
        for (name, content) in anew.files { #expect(found.files[name] == content, "\(name)") }
    }

    /// What looks at the end of a run alone is had from its end, to the bytes of a run that is trained anew.
    @Test(arguments: [
        ("samples: 50}", "samples: 50}, metrics: [mmd]"), ("iterations: 20, samples", "iterations: 30, samples"),
        ("iterations: 20, samples: 50", "iterations: 0"),
        ("output: {samples_every: 2}\n", "output: {samples_every: 4}\n"),
        ("output: {samples_every: 2}\n", ""),
    ])
    func aRunThatIsJudgedOtherwiseIsNotTrainedAgain(_ old: String, _ new: String) throws {
        let before = Self.text(8).replacing(", metrics: none", with: "") + (old.hasPrefix("output") ? old : "")
        let after = before.replacing(old, with: new)
        try #require(after != before)
        let found = try train(after, after: before)
        #expect(found.start == 8 && found.planned == .judge, "\(found.planned)")
        #expect(found.notices.first?.hasSuffix("the end of that is judged anew") == true, "\(found.notices)")
        let anew = try train(after, after: before, fresh: true)
        #expect(anew.start == 0)
        #expect(found.files.keys.sorted() == anew.files.keys.sorted())
        for (name, content) in anew.files { #expect(found.files[name] == content, "\(name)") }
    }

    /// What was seen along the way is not to be had from the end.
    @Test(arguments: [
        ("iterations: 20", "iterations: 20, every: 4"), ("every: 2", "every: 4"),
        ("training: {", "output: {samples_every: 2}\ntraining: {"),
    ])
    func whatIsSeenAlongTheWayIsTrainedAgain(_ old: String, _ new: String) throws {
        let before = Self.text(8)
        let after = before.replacing(old, with: new)
        try #require(after != before)
        let found = try train(after, after: before)
        #expect(found.start == 0 && found.planned == .train)
    }

    /// Without a word in the file a longer run is evaluated at other iterations: what would spare its beginning is
    /// said.
    @Test func whatTheUsualPauseKeepsFromBeingContinuedIsSaid() throws {
        let shorter = Self.text(40).replacing("every: 2, ", with: "")
        let session = try SessionFolder(shorter)
        defer { session.remove() }
        try session.run()
        func planned(_ text: String) throws -> Session.PlannedRun {
            try session.folder.write("experiment.yaml", text)
            return try #require(try Session(try session.prepare(), .init(results: session.results)).plan().first)
        }
        let longer = shorter.replacing("iterations: 40", with: "iterations: 80")
        let run = try planned(longer)
        #expect(run.intention == .train)
        #expect(run.hint?.contains("a run of 40 iterations would be continued with --set evaluation.every=2") == true)
        let followed = try planned(longer.replacing("evaluation: {", with: "evaluation: {every: 2, "))
        #expect(followed.intention == .lengthen && followed.hint == nil)
        #expect(try planned(longer.replacing("batch_size: 4", with: "batch_size: 5")).hint == nil)
    }

    /// Where the first iterations, or the files of them, depend on how long the run is to be.
    @Test(arguments: [
        ("", 5), ("output: {checkpoint_every: 2}\n", 4), ("after", 4),
        ("schedule", 4), ("final_betas", 4), ("noise", 4), ("weight", 4),
    ])
    func whatDependsOnTheLengthIsTrainedFromTheBeginning(_ more: String, _ iterations: Int) throws {
        func text(_ iterations: Int) -> String {
            let text = Self.text(iterations)
            let layers = "generator: {layers: [dense: 2]"
            return switch more {
            case "after": text.replacing("batch_size: 4", with: "batch_size: 4, stop: {after: 1d}")
            case "schedule": text.replacing(layers, with: layers + ", schedule: cosine")
            case "weight": Self.penalized(text, "{linear: {final: 0.1}}")
            case "final_betas":
                text.replacing(layers, with: layers + ", optimizer: {adam: {final_betas: [0.9, 0.99]}}")
            case "noise":
                text.replacing(
                    "layers: [dense: 1]",
                    with: "layers: [dense: 1], regularization: [instance_noise: {std: 0.1, final: 0}]")
            default: text + more
            }
        }
        let found = try train(text(8), after: text(iterations))
        #expect(found.start == 0 && found.planned == .train)
    }
}

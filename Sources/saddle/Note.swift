import ArgumentParser
import Diagnostics
import Experiments

struct Note: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a note or tags to a run or an experiment, or show them.",
        discussion: """
            They stand in notes.csv in the experiment's folder and are no part of its results. "saddle list --runs" shows \
            them, and "saddle compare" by --columns tags,note and --where tags=keep.

              saddle note results/sweep/seed=1-3f9a1c2e "circles from 2,000 on" --tag keep
            """)

    @Argument(help: "The folder of a run or of an experiment.", completion: .directory)
    var folder: String

    @Argument(help: "The note, in place of the one before; an empty one removes it.")
    var text: String?

    @Option(name: .customLong("tag"), help: "A tag to add; may be repeated.")
    var added: [String] = []

    @Option(name: .customLong("untag"), help: "A tag to take away; may be repeated.")
    var removed: [String] = []

    func validate() throws {
        for tag in added {
            guard !tag.isEmpty, tag.allSatisfy({ $0.isLetter || $0.isNumber || "._-+:".contains($0) }) else {
                throw ValidationError("'\(tag)' is no tag: letters, digits and any of . _ - + : make one.")
            }
        }
    }

    func run() throws {
        let note = try ExperimentFolder.note(at: folder) { note in
            if let text { note.text = text }
            note.tags.removeAll(where: removed.contains)
            note.tags += added.filter { !note.tags.contains($0) }
        }
        if !note.tags.isEmpty { try Terminal.write("tags: \(note.tags.joined(separator: " "))\n") }
        if !note.text.isEmpty { try Terminal.write("note: \(DisplayText.sanitizedLines(note.text))\n") }
        if note.isEmpty { try Terminal.write("neither tags nor a note\n") }
    }
}

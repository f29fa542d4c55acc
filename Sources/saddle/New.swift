import ArgumentParser
import Diagnostics
import Experiments
import Foundation
import Reporting

extension Starter.Kind: ExpressibleByArgument {}

struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write an experiment file to begin with, on data of your own or on data that comes with saddle.",
        usage: "saddle new points|images|table|sound|text|sweep NAME\n       saddle new --from PATH [NAME]",
        discussion: """
            With --from it looks at what is there, a folder of pictures or of sounds, a CSV file, a text, a NumPy array \
            (.npy) or an IDX file, and chooses networks by its size and kind. The file says in comments why; it trains in \
            a few minutes. table, sound and text also write what they train on.

              saddle new --from photos
              saddle new --from customers.csv
              saddle new sweep my-first
            """)

    @Argument(
        help: ArgumentHelp(
            "points, images, table, sound, text or sweep; and the experiment's name.", valueName: "kind] [name"))
    var words: [String] = []

    @Option(help: ArgumentHelp("The data to look at.", valueName: "path"), completion: .file())
    var from: String?

    @Option(help: ArgumentHelp("The file to write. NAME.yaml without.", valueName: "file"), completion: .file())
    var output: String?

    func validate() throws {
        if from == nil {
            guard words.count == 2 else {
                throw ValidationError("Say what and under which name, such as saddle new images my-first.")
            }
            guard Starter.Kind(rawValue: words[0]) != nil else {
                let kinds = Starter.Kind.allCases.map(\.rawValue)
                let near = Similarity.nearest(to: words[0], in: kinds)
                throw ValidationError(
                    "There is no starter '\(words[0])'; there are \(kinds.joined(separator: ", "))."
                        + (near.map { " Is '\($0)' meant?" } ?? ""))
            }
        } else if words.count > 1 {
            throw ValidationError("With --from give a name alone.")
        }
        let name = try name
        guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }),
            !name.hasPrefix("."), !name.hasPrefix("-")
        else { throw ValidationError("'\(name)' is no name: letters, digits, '.', '_' and '-' make one.") }
    }

    /// What was given, without the ending of the file that it will be, or the name of the data without its own.
    private var name: String {
        get throws {
            if let word = words.last {
                let ending = [".yaml", ".yml"].first { word.hasSuffix($0) && word != $0 }
                return String(word.dropLast(ending?.count ?? 0))
            }
            let last = URL(fileURLWithPath: from ?? "").standardizedFileURL.lastPathComponent
            let stem = last.hasPrefix(".") ? "data" : String(last.prefix { $0 != "." })
            return String(stem.map { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) ? $0 : "-" })
        }
    }

    func run() throws {
        let name = try name
        let path = output ?? "\(name).yaml"
        let starter =
            if let from { try Starter(from: from, name: name, file: path) } else {
                Starter(Starter.Kind(rawValue: words[0]) ?? .points, name: name)
            }
        let data = starter.data.map { FilePath.folder(path) + $0.name }
        for path in [path, data].compactMap({ $0 }) {
            guard try Folder.kind(path) == nil else {
                throw DiagnosticError(
                    Diagnostic("'\(path)' is there already", help: "give another name, or another file as --output"))
            }
        }
        if let data, let bytes = starter.data?.bytes { try AtomicFile.write(bytes, to: data) }
        try AtomicFile.write(starter.text, to: path)
        let word = ShellText.word(path)
        try Terminal.write("\(path)\n\nsaddle check \(word)\nsaddle run \(word)\n")
    }
}

import ArgumentParser
import Configuration
import Experiments

struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the experiment file's JSON Schema, for completion and marks in an editor.",
        discussion: """
            saddle schema > saddle.schema.json, and as the first line of an experiment \
            # yaml-language-server: $schema=saddle.schema.json
            """)

    func run() throws { try Terminal.write(JSONSchema.text(.saddle)) }
}

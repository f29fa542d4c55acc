import Configuration
import Datasets
import Diagnostics
import Equilibrium

/// An experiment file to begin with: commented, sensible, and done in a few minutes.
public struct Starter: Sendable {
    /// What a file can be asked for.
    public enum Kind: String, CaseIterable, Sendable { case points, images, table, sound, text, sweep }

    public let name: String
    public let text: String
    /// A file of data that goes with it, by name; nil: none.
    public let data: (name: String, bytes: [UInt8])?

    /// On data that comes with the program, or has to be named.
    public init(_ kind: Kind, name: String) {
        self.name = name
        data =
            switch kind {
            case .sound: ("\(name).wav", StarterData.plucks)
            case .text: ("\(name).txt", StarterData.numerals)
            case .table: ("\(name).csv", StarterData.flats)
            default: nil
            }
        switch kind {
        case .points:
            text = Self.file(
                name, "A ring of eight normal distributions in the plane: does the generator find all of them?",
                data: ["data: {dataset: ring, modes: 8, std: 0.05}"], Self.plane)
        case .images:
            text = Self.file(
                name, "Handwritten digits of 8x8 pixels, which come with saddle.",
                data: [
                    "data: {dataset: digits}     # a folder of pictures: {dataset: images, path: FOLDER, size: 32}"
                ], ImageNetworks(height: 8, width: 8, channels: 1, samples: 1437).text)
        case .table:
            text = Self.file(
                name, "Flats to let, which saddle makes up: numbers, categories, dates and missing values.",
                data: [
                    "data: {dataset: table, path: \(name).csv}     # any CSV file with a header; of another: saddle new --from FILE"
                ],
                Self.table(rows: StarterData.flatCount, isConditional: true))
        case .sound:
            text = Self.file(
                name, "Plucked strings of an eighth of a second, which saddle makes.",
                data: [
                    "data: {dataset: sounds, path: \(name).wav, length: 512, longer: pieces, held_out: 0.4}     # or a folder of WAV files"
                ], SequenceNetworks.sound(length: 512))
        case .text:
            text = Self.file(
                name, "Roman numerals of 1 to 3999, of which a fifth is never shown.",
                data: [
                    "data: {dataset: text, path: \(name).txt}     # a line a text; of another: saddle new --from FILE"
                ],
                SequenceNetworks.text(length: 15, symbols: 8, samples: 3199))
        case .sweep:
            text =
                Self.file(
                    name, "What holds the discriminator at 0.5: its learning rate, or more updates of it?",
                    data: ["data: {dataset: digits}"],
                    ImageNetworks(height: 8, width: 8, channels: 1, samples: 1437).text)
                    + """

                    # Every combination is a run, each under two seeds; saddle compare results/\(name) shows them side by side.
                    sweep:
                      grid:
                        discriminator.optimizer.learning_rate: [1e-4, 4e-4]
                        step_ratio.discriminator: [1, 2]
                      seeds: 2

                    """
        }
    }

    /// On data that lies at a path: a folder of pictures or sounds, a CSV or text file, a NumPy array or an IDX file.
    /// - Parameter file: that the experiment is written to: the path in it is relative to that.
    /// - Throws: where nothing is there, or nothing that is read.
    public init(from path: String, name: String, file: String) throws(DiagnosticError) {
        self.name = name
        data = nil
        let written = try DataPaths.path(path, for: file)
        do { text = try Self.text(DataGlance(path, writtenAs: written), name) } catch {
            throw DiagnosticError([Diagnostic(.error, error.message, help: error.help)])
        }
    }

    private static func text(_ glance: DataGlance, _ name: String) -> String {
        let networks =
            switch glance.kind {
            case .images(let height, let width, let channels):
                ImageNetworks(height: height, width: width, channels: channels, samples: glance.count).text
            case .points: plane
            case .table(let hasCategories): table(rows: glance.count, isConditional: hasCategories)
            case .rows(let size): rows(size)
            case .text(let length, let symbols):
                SequenceNetworks.text(length: length, symbols: symbols, samples: glance.count)
            case .sounds(let length): SequenceNetworks.sound(length: length)
            }
        return file(name, glance.description, data: data(glance), networks)
    }

    /// Of few samples, so many are held out that every judge can see what matters.
    private static func data(_ glance: DataGlance) -> [String] {
        let kind: Dataset.Kind = if case .text = glance.kind { .text } else { .vector }
        let fewest = Evidence.fewestHeldOut(kind)
        guard !glance.isInPieces, glance.count > 2 * fewest, let line = glance.lines.first else {
            return glance.lines
        }
        let share = FewHeldOut.share(of: glance.count, kind)
        if share <= 0.2 { return glance.lines }
        let key = "held_out: \(NumberText.brief(share))"
        let reason = "# Judges need \(fewest) samples that training has not seen."
        if line == "data:" {
            var lines = glance.lines
            lines.insert("  " + key, at: 3)
            return [reason] + lines
        }
        guard let end = line.lastIndex(of: "}") else { return glance.lines }
        return [line[..<end] + ", \(key)" + line[end...], reason] + glance.lines.dropFirst()
    }

    private static func file(_ name: String, _ description: String, data: [String], _ networks: String) -> String {
        """
        # saddle check \(name).yaml    shows the networks and what an iteration costs
        # saddle run \(name).yaml      trains; results/\(name)/report.html shows how close it came
        # saddle explain NAME\(String(repeating: " ", count: name.count + 3))explains a word of this file, such as average or r1
        name: \(name)
        description: \(CanonicalText.text(.text(description)))
        seed: 1

        """ + data.joined(separator: "\n") + "\n" + networks
    }

    // MARK: Networks

    /// For points of the plane.
    private static let plane = dense(
        noise: 2, units: 128, outputs: 2, rate: "1e-3",
        r1: "0.1}]     # without it points circle about the equilibrium",
        batch: 256, more: "output: {samples_every: 2000}\n")

    private static func rows(_ size: Int) -> String {
        dense(
            noise: min(64, max(8, 2 * size)), units: size <= 8 ? 128 : 256, outputs: size, rate: "5e-4",
            r1: "0.5}]     # keeps the discriminator smooth where data is", batch: 128)
    }

    /// - Parameter r1: its weight, and why.
    private static func dense(
        noise: Int, units: Int, outputs: Int, rate: String, r1: String, batch: Int, more: String = ""
    ) -> String {
        """
        noise: {dimension: \(noise)}
        generator:
          average: {decay: 0.999}       # what is judged: steadier than the last weights
          layers:
            - dense: \(units)
            - relu
            - dense: \(units)
            - relu
            - dense: \(outputs)
          optimizer: {adam: {learning_rate: \(rate), betas: [0.5, 0.9]}}
        discriminator:
          layers:
            - dense: \(units)
            - leaky_relu: 0.2
            - dense: \(units)
            - leaky_relu: 0.2
            - dense: 1                  # a logit: no sigmoid
          regularization: [r1: {weight: \(r1)
          optimizer: {adam: {learning_rate: \(rate), betas: [0.5, 0.9]}}
        training: {iterations: 8000, batch_size: \(batch)}
        evaluation: {every: 500, samples: 1000}

        """ + more
    }

    /// - Parameter isConditional: whether there are columns of categories, whose rare ones would else come late.
    private static func table(rows: Int, isConditional: Bool) -> String {
        let condition =
            isConditional
            ? "condition: {method: columns}    # one category at a time is asked for, rare ones more often than they come\n"
            : ""
        return condition + """
            noise: {dimension: 64}
            generator:
              average: {decay: 0.999}       # what is judged and sampled: steadier than the last weights
              layers:
                - dense: 256
                - relu
                - dense: 256
                - relu
                - table                     # follows the data's columns: numbers by tanh, categories drawn
              optimizer: {adam: {learning_rate: 5e-4, betas: [0.5, 0.9]}}
              schedule: linear              # down to nothing at the end
            discriminator:
              pack: 2                       # sees two rows at a time: too few kinds of rows would show
              layers:
                - dense: 256
                - leaky_relu: 0.2
                - dense: 256
                - leaky_relu: 0.2
                - dense: 1                  # a logit: no sigmoid
              regularization: [r1: {weight: 0.5}]     # keeps it smooth where rows are
              optimizer: {adam: {learning_rate: 5e-4, betas: [0.5, 0.9]}}
              schedule: linear
            training: {iterations: 5000, batch_size: \(rows < 500 ? 32 : 128)}
            evaluation: {every: 500, samples: 1000}

            """
    }
}

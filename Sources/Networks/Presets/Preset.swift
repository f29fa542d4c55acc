import Configuration
import Diagnostics

/// A whole network by a name: the list of layers that it stands for, made for the run's data.
public protocol Preset: Entry {
    /// From noise, a vector, to a sample.
    /// - Throws: where there is no such network for these samples.
    func generator(_ site: PresetSite) throws(ShapeError) -> [Choice]

    /// From a sample to one logit.
    /// - Throws: where there is no such network for these samples.
    func discriminator(_ site: PresetSite) throws(ShapeError) -> [Choice]
}

/// The presets by name. A new one is a file in Presets/ and a word here.
public enum Presets {
    public static let registry = Registry<any Preset>(
        .presets,
        [MLPPreset.self, DCGANPreset.self, SNGANPreset.self, ResNetPreset.self, BigGANPreset.self, R3GANPreset.self])

    /// The layers that `preset` stands for, each at the place where the file names the preset.
    /// - Parameter isGenerator: whether they make samples, or judge them.
    public static func layers(
        _ preset: Choice, isGenerator: Bool, site: PresetSite
    ) throws(DiagnosticError) -> [Choice] {
        let entry = registry.make(preset)
        do {
            let layers = isGenerator ? try entry.generator(site) : try entry.discriminator(site)
            return layers.map { $0.placed(at: preset.location) }
        } catch {
            throw DiagnosticError([
                Diagnostic(.error, error.message, at: error.location ?? preset.location, help: error.help)
            ])
        }
    }
}

/// What a preset knows of the run.
public struct PresetSite: Hashable, Sendable {
    /// What a generator's last values are.
    public enum Ending: Hashable, Sendable {
        /// Values of a bounded range: of pixels, of sound.
        case tanh, sigmoid
        /// Any values.
        case free
        /// A symbol for each place of a text.
        case symbols
        /// Columns of a table.
        case table
    }

    /// Of one sample, or of what a packed discriminator sees.
    public let shape: Shape
    public let ending: Ending

    public init(shape: Shape, ending: Ending) {
        self.shape = shape
        self.ending = ending
    }

    /// The layers that bring values into the samples' range.
    var bounds: [Choice] {
        switch ending {
        case .tanh: [Tanh.choice()]
        case .sigmoid: [Sigmoid.choice()]
        case .symbols: [Softmax.choice()]
        case .free, .table: []
        }
    }

    /// The image between whose size and the samples' sides double as often as `depth` says.
    /// - Parameters:
    ///   - depth: nil: as often as leaves no side shorter than 4.
    ///   - least: doublings that there must be.
    /// - Throws: where the samples are no images, or their sides cannot be halved as often.
    func start(_ name: String, depth: Int?, least: Int = 1) throws(ShapeError) -> (image: ImageSize, depth: Int) {
        guard var image = shape.image, min(image.height, image.width) >= 4 else {
            throw ShapeError(
                "\(name) is made for images, and a sample has shape \(shape)",
                help: "the preset mlp is made for samples of any shape")
        }
        let size = image
        var halvings = 0
        func canHalve(_ least: Int) -> Bool {
            image.height % 2 == 0 && image.width % 2 == 0 && min(image.height, image.width) >= least
        }
        while depth.map({ halvings < $0 && canHalve(2) }) ?? canHalve(8) {
            image.height /= 2
            image.width /= 2
            halvings += 1
        }
        guard halvings >= (depth ?? least) else {
            throw ShapeError(
                "\(name) halves the sides of an image \(depth ?? least) times, and \(size.height) x \(size.width) can be "
                    + "halved \(halvings == 1 ? "once" : "\(halvings) times")",
                help: halvings >= least
                    ? "give it a depth of at most \(halvings)" : "the preset mlp is made for samples of any shape")
        }
        return (image, halvings)
    }
}

extension Key {
    /// How often a convolutional preset halves the sides of an image.
    static let presetDepth = Key(
        "depth", .integer(1...10), default: .null,
        "how often sides double and halve; default: as often as leaves none shorter than 4")

    static func presetWidth(_ value: Int, _ help: String) -> Key {
        Key("width", .integer(1...65536), default: .integer(value), help)
    }
}

extension Choice {
    /// The same as if it stood there in the file, with the entries inside it.
    fileprivate func placed(at location: Location?) -> Choice {
        func placed(_ value: Value) -> Value {
            switch value {
            case .choice(let choice): .choice(choice.placed(at: location))
            case .list(let items): .list(items.map(placed))
            default: value
            }
        }
        let common = kind == .layers ? Layers.registry.common : []
        let unsaid = Dictionary(uniqueKeysWithValues: common.map { ($0.name, $0.defaultValue ?? .null) })
        let entries = unsaid.merging(values.entries) { $1 }
        return Choice(kind, name, Values(entries.mapValues(placed)), at: location)
    }
}

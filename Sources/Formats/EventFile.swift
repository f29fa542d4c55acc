/// A file of events that TensorBoard reads: numbers and pictures by step, and the settings of a run
/// (`tensorboard/compat/proto/event.proto`, `summary.proto`, `plugins/hparams/plugin_data.proto`).
///
/// TensorBoard wants a time with every event. Here it is the step in seconds, so that the same run gives the same
/// bytes.
public struct EventFile: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {
        var event = ProtocolBuffer()
        event.double(1, 0)
        event.text(3, "brain.Event:2")
        bytes += TFRecord.bytes(event.bytes)
    }

    public mutating func scalar(_ tag: String, _ value: Double, step: Int) {
        var entry = ProtocolBuffer()
        entry.text(1, tag)
        entry.float(2, Float(value))
        add(entry, step: step)
    }

    /// - Parameters:
    ///   - width: of the picture in pixels, as `height`.
    ///   - channels: 1 grey, 3 colours.
    public mutating func picture(_ tag: String, png: [UInt8], width: Int, height: Int, channels: Int, step: Int) {
        var image = ProtocolBuffer()
        image.varint(1, height)
        image.varint(2, width)
        image.varint(3, channels)
        image.content(4, png)
        var entry = ProtocolBuffer()
        entry.text(1, tag)
        entry.message(4, image)
        add(entry, step: step)
    }

    /// What the HPARAMS page shows of a run: its settings, and that it is done.
    public mutating func settings(_ settings: [(name: String, value: String)], group: String, end: Int) {
        var info = ProtocolBuffer()
        for (name, text) in settings.sorted(by: { $0.name < $1.name }) {
            var value = ProtocolBuffer()
            if let number = Double(text) { value.double(2, number) } else { value.text(3, text) }
            var pair = ProtocolBuffer()
            pair.text(1, name)
            pair.message(2, value)
            info.message(1, pair)
        }
        info.text(4, group)
        info.double(5, 0)
        parameters("_hparams_/session_start_info", field: 3, info, step: 0)
        var done = ProtocolBuffer()
        // STATUS_SUCCESS
        done.varint(1, 1)
        done.double(2, Double(end))
        parameters("_hparams_/session_end_info", field: 4, done, step: end)
    }

    private mutating func parameters(_ tag: String, field: Int, _ content: ProtocolBuffer, step: Int) {
        var data = ProtocolBuffer()
        data.message(field, content)
        var plugin = ProtocolBuffer()
        plugin.text(1, "hparams")
        plugin.content(2, data.bytes)
        var metadata = ProtocolBuffer()
        metadata.message(1, plugin)
        var entry = ProtocolBuffer()
        entry.text(1, tag)
        entry.message(9, metadata)
        add(entry, step: step)
    }

    private mutating func add(_ entry: ProtocolBuffer, step: Int) {
        var summary = ProtocolBuffer()
        summary.message(1, entry)
        var event = ProtocolBuffer()
        event.double(1, Double(step))
        event.varint(2, step)
        event.message(5, summary)
        bytes += TFRecord.bytes(event.bytes)
    }
}

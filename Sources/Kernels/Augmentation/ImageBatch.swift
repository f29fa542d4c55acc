/// The sizes of a batch of images: [count, height, width, channels], row major.
public struct ImageBatch: Hashable, Sendable {
    public let count: Int
    public let height: Int, width: Int, channels: Int

    public init(count: Int, height: Int, width: Int, channels: Int) {
        self.count = count
        self.height = height
        self.width = width
        self.channels = channels
    }

    /// Values of one image.
    public var size: Int { height * width * channels }

    /// Calls `body` with every image's number.
    @inline(__always) func eachImage(_ workers: Workers, _ body: (Int) -> Void) {
        let block = max(1, 16384 / max(1, size))
        workers.run(tasks: (count + block - 1) / block) { task in
            for image in task * block..<min(count, (task + 1) * block) { body(image) }
        }
    }
}

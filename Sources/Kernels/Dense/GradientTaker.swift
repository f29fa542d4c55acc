/// Takes a gradient of weights block by block, while each is in the cache. Several threads may give at once.
public protocol GradientTaker: AnyObject {
    /// Arrays of the weights' layout that a block will meet.
    var met: UnsafeBufferPointer<UnsafePointer<Float>> { get }
    /// - Parameter offset: where the block begins in the weights' panels.
    func take(_ block: UnsafePointer<Float>, offset: Int, count: Int)
}

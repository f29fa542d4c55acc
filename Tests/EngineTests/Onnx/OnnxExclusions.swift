extension OnnxCase {
    /// The cases that ask for what the layers do not offer, and why. Whatever is not listed here is judged.
    static let exclusions: [String: String] = {
        var table: [String: String] = [:]
        func exclude(_ reason: String, _ cases: String...) { for name in cases { table[name] = reason } }
        exclude("the bias differs from row to row", "node/test_gemm_default_matrix_bias")
        exclude("dilation of a transposed convolution", "node/test_convtranspose_dilations")
        exclude(
            "three spatial axes", "pytorch-converted/test_Conv3d", "pytorch-converted/test_Conv3d_dilated",
            "pytorch-converted/test_Conv3d_dilated_strided", "pytorch-converted/test_Conv3d_groups",
            "pytorch-converted/test_Conv3d_no_bias", "pytorch-converted/test_Conv3d_stride",
            "pytorch-converted/test_Conv3d_stride_padding", "node/test_convtranspose_3d")
        exclude("padding that differs between the two sides", "node/test_convtranspose_autopad_same")
        exclude("a scale and alpha other than SELU's", "node/test_selu", "node/test_selu_example")
        exclude(
            "a mask drawn by another generator", "node/test_training_dropout", "node/test_training_dropout_default",
            "node/test_training_dropout_default_mask", "node/test_training_dropout_mask")
        exclude("a tensor without elements", "node/test_reshape_allowzero_reordered")
        return table
    }()
}

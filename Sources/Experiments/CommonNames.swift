import Configuration

/// What papers and other programs call what Saddle has, where the name is another word and not only written otherwise:
/// an error says what to write for it. Nothing else is said of these names in the code.
enum CommonNames {
    static let all =
        losses + regularizers + layers + datasets + metrics + optimizers + schedules + initializers + priors
        + augmentations

    private static let losses = [
        CommonName(
            .losses, ["wgan_gp", "wasserstein_gp", "wgan_with_gp", "improved_wgan"], "wasserstein",
            keys: "discriminator: {regularization: [gradient_penalty: 10]}"),
        CommonName(
            .losses, ["wgan", "wasserstein_loss", "earth_mover", "emd"], "wasserstein",
            keys: "discriminator: {weight_clipping: 0.01}",
            note: "or, as WGAN-GP has it, discriminator: {regularization: [gradient_penalty: 10]}"),
        CommonName(
            .losses,
            [
                "bce", "bce_loss", "bce_with_logits", "bce_with_logits_loss", "binary_cross_entropy",
                "binary_crossentropy", "cross_entropy", "vanilla", "gan", "standard", "original", "logistic", "nsgan",
                "ns", "softplus", "dcgan",
            ], "non_saturating", note: "D's last layer gives a logit, without a sigmoid"),
        CommonName(.losses, ["saturating", "mm", "mmgan", "zero_sum"], "minimax"),
        CommonName(.losses, ["lsgan", "ls", "mse", "mse_loss", "l2", "squared"], "least_squares"),
        CommonName(.losses, ["hinge_loss", "hinge_gan", "geometric"], "hinge"),
        CommonName(.losses, ["rsgan", "rgan", "rpgan"], "relativistic"),
        CommonName(.losses, ["ragan", "rasgan"], "relativistic_average"),
        CommonName(.losses, ["ralsgan"], "relativistic_average: {cost: least_squares}"),
        CommonName(.losses, ["rahinge", "rahingegan"], "relativistic_average: {cost: hinge}"),
        CommonName(.losses, ["fgan"], "f_divergence: jensen_shannon"),
        CommonName(.losses, ["kl", "kl_divergence"], "f_divergence: kl"),
        CommonName(.losses, ["pearson", "chi_squared"], "f_divergence: pearson"),
        CommonName(.losses, ["jsd", "js"], "f_divergence: jensen_shannon"),
        CommonName(
            .losses, ["dragan"], "non_saturating", keys: "discriminator: {regularization: [dragan: 10]}"),
        CommonName(.losses, ["r1", "gan_r1"], "non_saturating", keys: "discriminator: {regularization: [r1: 10]}"),
    ]

    private static let regularizers = [
        CommonName(.regularizers, ["gp", "wgan_gp", "wgan_gp_penalty", "wasserstein_gp"], "gradient_penalty: 10"),
        CommonName(.regularizers, ["r1_penalty", "r1_regularization", "zero_centered_gp", "0gp"], "r1: 10"),
        CommonName(.regularizers, ["r2_penalty", "r2_regularization"], "r2: 10"),
        CommonName(.regularizers, ["cr", "consistency_regularization"], "consistency: {real: 10, fake: 0}"),
        CommonName(.regularizers, ["bcr"], "consistency: {real: 10, fake: 10}"),
        CommonName(.regularizers, ["zcr"], "latent_consistency"),
        CommonName(
            .regularizers, ["icr"], "consistency: {real: 10, fake: 10}", note: "and latent_consistency beside it"),
        CommonName(.regularizers, ["apa"], "pseudo_reals"),
        CommonName(.regularizers, ["ppl", "path_length_regularization", "pl", "pl_reg"], "path_length"),
        CommonName(.regularizers, ["noise", "input_noise", "gaussian_noise"], "instance_noise: 0.1"),
        CommonName(.regularizers, ["ortho", "orthogonal_regularization"], "orthogonal"),
        CommonName(
            .regularizers, ["spectral_norm", "spectral_normalization", "sn"], nil,
            keys: "discriminator: {spectral_norm: true}"),
        CommonName(
            .regularizers, ["weight_clipping", "weight_clip", "clip", "clipping", "clip_value"], nil,
            keys: "discriminator: {weight_clipping: 0.01}"),
        CommonName(
            .regularizers, ["label_smoothing", "one_sided_label_smoothing"], nil,
            keys: "label_smoothing: {real: 0.9}"),
        CommonName(
            .regularizers, ["diffaugment", "diffaug", "augmentation"], nil,
            keys: "discriminator: {augmentation: [color, translation, cutout]}"),
        CommonName(
            .regularizers, ["ada", "adaptive_augmentation"], nil,
            keys: "discriminator: {augmentation: [flip, translation], augmentation_probability: {target: 0.6}}"),
        CommonName(
            .regularizers, ["weight_decay", "l2"], nil, keys: "discriminator: {optimizer: {adam: {weight_decay: 1e-4}}}"
        ),
    ]

    private static let layers = [
        CommonName(.layers, ["linear", "fc", "fully_connected", "affine", "inner_product"], "dense: 64"),
        CommonName(
            .layers, ["conv", "convolution", "convolution2d", "conv_2d"],
            "conv2d: {filters: 64, kernel: 3, padding: same}"),
        CommonName(
            .layers,
            [
                "deconv", "deconv2d", "deconvolution", "conv_transpose", "transposed_conv", "transposed_convolution",
                "convtranspose", "upconv",
            ], "conv_transpose2d: {filters: 64, kernel: 4, stride: 2, padding: 1}"),
        CommonName(.layers, ["bn", "batchnorm1d", "batchnorm2d", "batch_normalization"], "batch_norm"),
        CommonName(.layers, ["cbn", "conditional_bn"], "conditional_batch_norm"),
        CommonName(.layers, ["ln", "layer_normalization"], "layer_norm"),
        CommonName(.layers, ["instancenorm1d", "instancenorm2d", "instance_normalization"], "instance_norm"),
        CommonName(.layers, ["gn", "group_normalization"], "group_norm: 8"),
        CommonName(
            .layers, ["adain"], "adaptive_instance_norm",
            note: "it reads the layer whose id it is given, or the network's input"),
        CommonName(.layers, ["pixelwise_norm", "pixel_normalization"], "pixel_norm"),
        CommonName(.layers, ["lrelu", "leaky"], "leaky_relu: 0.2"),
        CommonName(.layers, ["logistic"], "sigmoid"),
        CommonName(.layers, ["silu", "swish", "mish"], "gelu", note: "the nearest that there is"),
        CommonName(.layers, ["maxpool", "maxpool2d", "maxpooling2d"], "max_pool: 2"),
        CommonName(.layers, ["avgpool", "avg_pool", "avgpool2d", "averagepooling2d"], "average_pool: 2"),
        CommonName(
            .layers,
            ["global_average_pooling", "globalaveragepooling2d", "global_avg_pool", "gap", "adaptiveavgpool2d"],
            "global_pool: mean"),
        CommonName(.layers, ["global_sum_pooling", "sum_pool"], "global_pool: sum"),
        CommonName(.layers, ["upsampling", "upsampling2d", "interpolate", "resize", "unpool"], "upsample: 2"),
        CommonName(.layers, ["upsamplingbilinear2d"], "upsample: {factor: 2, mode: bilinear}"),
        CommonName(.layers, ["depth_to_space", "subpixel"], "pixel_shuffle: 2"),
        CommonName(.layers, ["attention", "sagan", "self_attn", "non_local"], "self_attention"),
        CommonName(.layers, ["dropout2d", "spatial_dropout", "spatialdropout2d"], "channel_dropout"),
        CommonName(.layers, ["view", "unflatten"], "reshape: [8, 8, 1]", note: "height, width, channels"),
        CommonName(.layers, ["hardtanh", "clip"], "clamp: {low: -1, high: 1}"),
        CommonName(.layers, ["mbstd", "minibatch_std", "minibatch_standard_deviation"], "minibatch_stddev"),
        CommonName(
            .layers, ["resblock", "res_block", "residual_block", "resnet_block", "skip"],
            "residual: {layers: [relu, conv2d: {filters: 64, kernel: 3, padding: same}]}"),
        CommonName(.layers, ["concatenate", "cat"], "concat: early", note: "early is the id of another layer"),
        CommonName(
            .layers, ["spectral_norm", "sn"], "dense: {units: 64, spectral_norm: true}",
            note: "or, for all layers, discriminator: {spectral_norm: true}"),
        CommonName(
            .layers, ["weight_norm", "wn"], "dense: {units: 64, weight_norm: true}",
            note: "or, for all layers, discriminator: {weight_norm: true}"),
    ]

    private static let datasets = [
        CommonName(
            .datasets, ["mnist", "emnist", "kmnist", "qmnist"],
            "{dataset: idx, images: train-images-idx3-ubyte.gz, labels: train-labels-idx1-ubyte.gz}",
            note: "the files as they are published; or {dataset: digits}, which is built in"),
        CommonName(.datasets, ["fashion", "fmnist", "fashionmnist"], "{dataset: fashion_mnist}"),
        CommonName(.datasets, ["cifar10", "cifar_10"], "{dataset: cifar, path: cifar-10-batches-bin}"),
        CommonName(.datasets, ["cifar100", "cifar_100"], "{dataset: cifar, path: cifar-100-binary}"),
        CommonName(
            .datasets,
            [
                "celeba", "celeba_hq", "ffhq", "lsun", "imagenet", "tiny_imagenet", "stl10", "svhn", "image_folder",
                "folder", "pictures", "png", "jpeg", "jpg",
            ], "{dataset: images, path: FOLDER, size: 64}", note: "a folder of PNG and JPEG files"),
        CommonName(.datasets, ["numpy", "npy", "npz", "tensor"], "{dataset: array, path: FILE.npy}"),
        CommonName(
            .datasets, ["wav", "audio", "speech", "speech_commands", "sc09", "sound"],
            "{dataset: sounds, path: FOLDER, length: 16384}", note: "a folder of WAV files"),
        CommonName(.datasets, ["txt", "lines", "strings", "characters"], "{dataset: text, path: FILE.txt}"),
        CommonName(
            .datasets, ["tabular", "adult", "census", "credit", "dataframe", "pandas"],
            "{dataset: table, path: FILE.csv}"),
        CommonName(
            .datasets,
            [
                "8gaussians", "eight_gaussians", "gaussians", "gaussian_mixture", "mixture", "mog", "gmm",
                "ring_of_gaussians", "circle", "2d_ring",
            ], "{dataset: ring, modes: 8}"),
        CommonName(.datasets, ["25gaussians", "2d_grid", "grid_of_gaussians"], "{dataset: grid, side: 5}"),
        CommonName(.datasets, ["spiral", "roll"], "{dataset: swiss_roll}"),
        CommonName(.datasets, ["stacked_mnist"], "{dataset: stacked, of: digits}"),
        CommonName(
            .datasets, ["video", "videos", "frames", "moving_mnist"], "{dataset: clips, path: FOLDER, frames: 8}"),
    ]

    private static let metrics = [
        CommonName(
            .metrics, ["fid", "frechet", "frechet_inception_distance", "frechet_distance", "is", "inception_score"],
            "judge", note: "on the features of a classifier that learns the data's own labels, so it needs labels"),
        CommonName(
            .metrics, ["kid", "kernel_inception_distance", "kernel", "kernel_distance", "maximum_mean_discrepancy"],
            "mmd"),
        CommonName(
            .metrics,
            [
                "precision", "recall", "precision_recall", "pr", "improved_precision_recall", "density", "coverage",
                "density_coverage",
            ], "prdc"),
        CommonName(.metrics, ["swd", "wasserstein", "wasserstein_distance", "emd"], "sliced_wasserstein"),
        CommonName(.metrics, ["lapswd", "laplacian_pyramid_swd"], "laplacian_swd"),
        CommonName(.metrics, ["ssim", "lpips", "diversity"], "ms_ssim"),
        CommonName(.metrics, ["mode_coverage", "mode_count", "mode_collapse", "high_quality_samples"], "modes"),
        CommonName(.metrics, ["likelihood", "nll", "log_prob"], "log_likelihood"),
        CommonName(.metrics, ["memorization", "memorisation", "nearest_neighbor", "dcr"], "nearest_training"),
        CommonName(.metrics, ["cas", "classification_accuracy_score", "tstr", "gan_train"], "augmentation"),
        CommonName(.metrics, ["gan_test"], "label_accuracy"),
        CommonName(.metrics, ["ngram", "bleu"], "ngrams"),
    ]

    private static let optimizers = [
        CommonName(.optimizers, ["momentum", "sgdm"], "sgd: {learning_rate: 0.01, momentum: 0.9}"),
        CommonName(.optimizers, ["nesterov"], "sgd: {learning_rate: 0.01, momentum: 0.9, nesterov: true}"),
        CommonName(.optimizers, ["oadam", "omd", "optimistic_mirror_descent"], "optimistic_adam"),
        CommonName(
            .optimizers, ["ttur"], "adam: {learning_rate: 1e-4}",
            note:
                "two time scales are a learning rate for each player, such as 1e-4 here and 4e-4 for the discriminator"),
        CommonName(
            .optimizers, ["extra_adam", "extragradient", "extra_sgd"], "adam", keys: "training: {order: extragradient}"),
    ]

    private static let schedules = [
        CommonName(.schedules, ["step_lr", "multistep", "exponential", "exp"], "step: {every: 1000, factor: 0.5}"),
        CommonName(.schedules, ["linear_decay", "poly", "polynomial", "lambda_lr"], "linear"),
        CommonName(.schedules, ["cosine_annealing", "cosine_decay", "cosine_annealing_lr"], "cosine"),
        CommonName(
            .schedules, ["sgdr", "cosine_annealing_warm_restarts", "cosine_restarts", "cyclic"],
            "warm_restarts: {every: 1000}"),
        CommonName(.schedules, ["warmup"], "constant: {warmup: 500}"),
        CommonName(.schedules, ["none", "fixed"], "constant"),
    ]

    private static let initializers = [
        CommonName(.initializers, ["he", "he_normal", "kaiming_normal", "kaiming_uniform", "msra"], "kaiming"),
        CommonName(.initializers, ["glorot", "glorot_normal", "glorot_uniform", "xavier_normal"], "xavier"),
        CommonName(.initializers, ["ortho"], "orthogonal"),
        CommonName(.initializers, ["gaussian", "n02", "dcgan"], "normal: 0.02"),
        CommonName(.initializers, ["zeros", "zero"], "constant: 0"),
        CommonName(.initializers, ["ones", "one"], "constant: 1"),
    ]

    private static let priors = [
        CommonName(.priors, ["gaussian", "randn", "standard_normal"], "normal"),
        CommonName(.priors, ["rand"], "uniform"),
        CommonName(.priors, ["truncated", "truncation"], "truncated_normal"),
    ]

    private static let augmentations = [
        CommonName(.augmentations, ["hflip", "horizontal_flip", "random_horizontal_flip", "mirror"], "flip"),
        CommonName(.augmentations, ["color_jitter", "colour", "brightness", "contrast", "saturation"], "color"),
        CommonName(.augmentations, ["shift", "crop", "random_crop", "translate"], "translation"),
        CommonName(.augmentations, ["erasing", "random_erasing"], "cutout"),
        CommonName(
            .augmentations, ["diffaugment", "diffaug"], "color", note: "and translation and cutout, each an item"),
    ]
}

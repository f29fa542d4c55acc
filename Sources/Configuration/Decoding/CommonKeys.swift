/// What papers and other programs call keys, where the name is another word and not only written otherwise.
public enum CommonKeys {
    /// Keys of the same entry or section, by the name that they have here.
    static let renamed: [(names: [String], key: String)] = [
        (["lr"], "learning_rate"),
        (["out_features", "nodes", "neurons", "num_units", "n_units", "hidden_units", "width", "size"], "units"),
        (["out_channels", "channels", "num_filters", "n_filters", "nf", "features", "dim_out"], "filters"),
        (["kernel_size", "filter_size", "ksize", "k", "window", "pool_size"], "kernel"),
        (["use_bias"], "bias"),
        (["negative_slope", "alpha", "leak", "leakiness"], "slope"),
        (["p", "prob", "probability", "drop_prob", "dropout_rate"], "rate"),
        (["num_groups", "n_groups"], "groups"),
        (["scale_factor", "scale"], "factor"),
        (["kernel_initializer", "weight_init", "init"], "initializer"),
        (["stddev", "sigma"], "std"),
        (["lambda", "coefficient", "coeff", "strength", "gamma", "penalty_weight"], "weight"),
        (["period", "interval", "frequency", "freq", "step_size"], "every"),
        (["num_samples", "count"], "samples"),
    ]

    static let all = networks + training + measuring + program

    private static let networks = [
        CommonKey(
            names: [
                "z_dim", "dim_z", "z_size", "nz", "latent_dim", "latent_size", "latent_dimension", "latent_dims",
                "noise_dim", "noise_size", "noise_dimension", "code_dim", "embedding_dim",
            ], keys: "noise: {dimension: #}", example: "64"),
        CommonKey(
            names: ["ema", "ema_decay", "ema_beta", "use_ema", "g_ema", "moving_average", "averaging"],
            keys: "generator: {average: {decay: #}}", example: "0.999"),
        CommonKey(
            names: ["weight_init", "init_type", "init", "initialization", "kernel_initializer"],
            keys: "generator: {initializer: {normal: 0.02}}", note: "and the discriminator's, each its own"),
        CommonKey(
            names: ["num_classes", "n_classes", "class_conditional", "cgan", "use_labels"],
            keys: "condition: {method: concat}", note: "classes are counted in the data's labels"),
        CommonKey(
            names: ["diffaugment", "diffaug", "augment", "data_augmentation"],
            keys: "discriminator: {augmentation: [color, translation, cutout]}"),
        CommonKey(
            names: ["ada", "ada_target", "adaptive_augmentation"],
            keys: "discriminator: {augmentation: [flip, translation], augmentation_probability: {target: #}}",
            example: "0.6"),
        CommonKey(names: ["dropout", "dropout_rate"], note: "dropout is a layer: - dropout: 0.3"),
        CommonKey(
            names: ["activation", "nonlinearity", "act"],
            note: "an activation is a layer of its own, behind this one: - relu", isOfEntries: true),
        CommonKey(
            names: [
                "in_channels", "in_features", "input_dim", "input_size", "input_shape", "num_features", "in_dim",
                "normalized_shape", "num_channels",
            ], note: "leave it out: what comes in is known from the layer before", isOfEntries: true),
        CommonKey(
            names: ["inplace", "track_running_stats", "affine", "padding_mode", "data_format"],
            note: "leave it out: there is no such choice", isOfEntries: true),
    ]

    private static let training = [
        CommonKey(
            names: [
                "n_critic", "num_critic", "n_dis", "d_steps", "num_d_steps", "d_iters", "dis_iters", "disc_iters",
                "critic_iters", "critic_iterations", "critic_steps", "discriminator_steps", "d_updates", "d_ratio",
                "d_steps_per_iter", "discriminator_iterations",
            ], keys: "step_ratio: {discriminator: #}", example: "5"),
        CommonKey(
            names: ["n_gen", "g_steps", "num_g_steps", "g_iters", "gen_steps", "generator_steps", "g_updates"],
            keys: "step_ratio: {generator: #}", example: "2"),
        CommonKey(
            names: ["num_epochs", "n_epochs", "nb_epochs", "max_epochs"],
            keys: "training: {epochs: #}", example: "20"),
        CommonKey(
            names: [
                "num_steps", "n_steps", "max_steps", "total_steps", "train_steps", "iters", "n_iter",
                "n_iters", "num_iters", "max_iter", "max_iters", "niter", "num_iterations", "max_iterations",
                "total_iterations", "train_iterations",
            ], keys: "training: {iterations: #}", example: "5000"),
        CommonKey(
            names: ["bs", "minibatch", "minibatch_size", "train_batch_size"],
            keys: "training: {batch_size: #}", example: "64"),
        CommonKey(
            names: ["lr", "g_lr", "lr_g", "gen_lr", "generator_lr"],
            keys: "generator: {optimizer: {adam: {learning_rate: #}}}", example: "2e-4",
            note: "and the discriminator's, each its own"),
        CommonKey(
            names: ["d_lr", "lr_d", "disc_lr", "dis_lr", "discriminator_lr", "critic_lr", "ttur"],
            keys: "discriminator: {optimizer: {adam: {learning_rate: #}}}", example: "4e-4",
            note: "and the generator's, each its own"),
        CommonKey(
            names: ["beta1", "b1", "adam_beta1"],
            keys: "generator: {optimizer: {adam: {betas: [#, 0.999]}}}", example: "0.5",
            note: "and the discriminator's, each its own"),
        CommonKey(
            names: ["beta2", "b2", "adam_beta2"],
            keys: "generator: {optimizer: {adam: {betas: [0.5, #]}}}", example: "0.999",
            note: "and the discriminator's, each its own"),
        CommonKey(
            names: ["lr_schedule", "lr_scheduler", "scheduler", "lr_decay"],
            keys: "generator: {schedule: linear}", note: "and the discriminator's, each its own"),
        CommonKey(
            names: [
                "gan_type", "gan_mode", "gan_loss", "loss_type", "loss_fn", "loss_function", "adversarial_loss",
                "adv_loss", "criterion", "objective",
            ], keys: "loss: #", example: "non_saturating", note: "saddle list losses names them all"),
        CommonKey(
            names: ["gp", "gp_weight", "gp_lambda", "lambda_gp", "gradient_penalty", "gradient_penalty_weight"],
            keys: "discriminator: {regularization: [gradient_penalty: #]}", example: "10"),
        CommonKey(
            names: ["r1", "r1_gamma", "r1_weight", "lambda_r1", "r1_reg", "r1_lambda"],
            keys: "discriminator: {regularization: [r1: #]}", example: "10"),
        CommonKey(
            names: [
                "grad_clip", "gradient_clip", "max_grad_norm", "clip_grad", "clip_grad_norm", "gradient_clip_val",
                "clip_norm", "clipnorm",
            ], keys: "discriminator: {gradient_clipping: #}", example: "1",
            note: "and the generator's, each its own"),
        CommonKey(
            names: ["clip_value", "weight_clip", "clip", "clipping", "weight_clipping_limit"],
            keys: "discriminator: {weight_clipping: #}", example: "0.01"),
        CommonKey(
            names: ["smooth", "smoothing", "one_sided_label_smoothing", "real_label", "real_label_value"],
            keys: "label_smoothing: {real: #}", example: "0.9"),
        CommonKey(
            names: ["label_flip", "flip_labels", "label_flipping", "noisy_labels", "label_noise"],
            keys: "label_smoothing: {flip: #}", example: "0.05"),
        CommonKey(
            names: ["early_stopping", "patience", "early_stop"], keys: "training: {stop: {equilibrium: 5}}",
            note: "after five evaluations in a row near 0.5, if a fresh critic and all other judges confirm it"),
        CommonKey(
            names: ["accumulate", "accumulation_steps", "gradient_accumulation_steps", "accumulate_grad_batches"],
            keys: "training: {gradient_accumulation: #}", example: "4"),
        CommonKey(names: ["random_seed", "manual_seed", "random_state"], keys: "seed: #", example: "1"),
    ]

    private static let measuring = [
        CommonKey(
            names: [
                "eval_every", "eval_interval", "eval_freq", "evaluate_every", "eval_steps", "val_check_interval",
                "log_every", "log_interval", "log_freq", "logging_steps", "print_every", "print_freq",
            ], keys: "evaluation: {every: #}", example: "200"),
        CommonKey(
            names: ["eval_samples", "n_eval", "num_eval_samples", "num_eval", "n_samples_eval"],
            keys: "evaluation: {samples: #}", example: "500"),
        CommonKey(
            names: ["fid", "kid", "inception_score", "compute_fid", "eval_fid", "calc_fid"],
            keys: "evaluation: {metrics: [judge]}",
            note: "on the features of a classifier that learns the data's own labels, so it needs labels"),
        CommonKey(
            names: [
                "save_every", "save_interval", "save_freq", "save_steps", "checkpoint_interval", "checkpoint_freq",
                "ckpt_every", "snapshot_interval", "snapshot", "save_checkpoint_every",
            ], keys: "output: {checkpoint_every: #}", example: "1000"),
        CommonKey(
            names: [
                "sample_interval", "sample_freq", "sample_step", "image_every", "img_interval", "vis_every",
                "save_image_freq", "save_images_every",
            ], keys: "output: {samples_every: #}", example: "1000"),
    ]

    private static let program = [
        CommonKey(
            names: [
                "dataroot", "data_root", "data_path", "data_dir", "dataset_path", "image_folder", "img_dir",
                "train_dir",
            ],
            note:
                "what it is of decides: data: {dataset: images, path: FOLDER, size: 64} for pictures, table for a CSV "
                + "file, text, sounds, array; saddle new --from FOLDER writes a whole file for it"),
        CommonKey(
            names: ["dataset", "dataset_name", "data_name"],
            note: "it stands in data: data: {dataset: digits}; saddle list datasets names them all"),
        CommonKey(
            names: [
                "image_size", "img_size", "imsize", "im_size", "resolution", "load_size", "crop_size", "image_width",
                "isize",
            ], note: "it stands in data, where pictures are read: data: {dataset: images, path: FOLDER, size: 64}"),
        CommonKey(
            names: [
                "device", "gpu", "gpus", "gpu_id", "gpu_ids", "n_gpu", "ngpu", "num_gpus", "cuda", "use_cuda",
                "accelerator", "backend",
            ],
            note: "leave it out: training runs on the processor's cores, all of them unless saddle run --threads says"),
        CommonKey(
            names: ["num_workers", "n_workers", "workers", "n_cpu", "pin_memory", "prefetch", "dataloader"],
            note: "leave it out: data is read once and stays in memory"),
        CommonKey(
            names: ["fp16", "bf16", "amp", "mixed_precision", "precision", "half", "dtype", "float16"],
            note: "leave it out: all numbers have 32 bits"),
        CommonKey(
            names: ["resume", "resume_from", "load", "load_checkpoint", "checkpoint", "pretrained"],
            note: "leave it out: the same command continues what was interrupted"),
        CommonKey(
            names: ["threads", "num_threads", "n_jobs", "jobs", "parallel"],
            note: "it is an option: saddle run FILE --threads 2 for one run, --jobs 2 for runs side by side"),
        CommonKey(
            names: [
                "output_dir", "out_dir", "outdir", "results", "results_dir", "result_dir", "log_dir", "logdir",
                "save_dir", "exp_dir", "run_dir", "dir", "output_path", "save_path",
            ], note: "it is an option: saddle run FILE --results FOLDER"),
        CommonKey(
            names: ["truncation", "truncation_psi", "psi"],
            note: "it is an option of drawing samples: saddle sample RUN --truncation 0.7"),
        CommonKey(
            names: ["n_seeds", "num_seeds", "repeats", "n_runs", "trials"], keys: "sweep: {seeds: #}", example: "3"),
    ]

    /// The key of a section or an entry that another name is for.
    static func renamed(_ name: String, in declaration: Declaration) -> String? {
        let same = renamed.first { names, key in
            names.contains { $0.letters == name.letters } && declaration.key(key) != nil
        }
        if let same { return same.key }
        return declaration.keys.map(\.name).first { key in
            all.contains { $0.keys == "\(declaration.name): {\(key): #}" && $0.isCalled(name) }
        }
    }

    /// What there is for a name among the keys of an entry, or of a section.
    static func named(_ name: String, inEntry isEntry: Bool) -> CommonKey? {
        all.first { $0.isCalled(name) && (!isEntry || $0.isOfEntries) }
    }

    /// What a file has for a key of that name; nil: nothing is known of it.
    public static func help(for name: String) -> String? { all.first { $0.isCalled(name) }?.help() }
}

import * as z from "zod";
import { parseOptions } from "./parseOptions.js";

/**
 * The one description of a run: what the command line's flags, the Studio's form and `fit(data, config)`
 * all mean. Each option carries the plain sentence that the others show; defaults live here and nowhere else.
 * An option without a default is decided from the data by `resolveRunConfig`, and the run records the choice.
 */
export const runConfigSchema = z
  .strictObject({
    label: z
      .string()
      .optional()
      .describe("Column to predict; by default the one named label, class, target or y."),
    features: z
      .array(z.string())
      .nonempty()
      .optional()
      .describe("Columns to learn from; by default all but the label and the weight."),
    drop: z.array(z.string()).optional().describe("Columns to leave out."),
    text: z.array(z.string()).optional().describe("Columns to read as text: words and word pairs."),
    textMethod: z
      .enum(["tf-idf", "hashing"])
      .default("tf-idf")
      .describe(
        "How text becomes numbers: a learned vocabulary, or hashing into a fixed number of features.",
      ),
    weight: z.string().optional().describe("Column of sample weights; weight 2 counts a row twice."),
    group: z.string().optional().describe("Column whose equal values stay on one side of every split."),
    testSize: z
      .number()
      .min(0)
      .lt(1)
      .default(0)
      .describe("Share of the rows held out and used only for the final test."),
    validationSize: z
      .number()
      .min(0)
      .lt(1)
      .default(0)
      .describe("Share of the training rows used to watch training and, with patience, to stop it."),
    patience: z
      .int()
      .min(1)
      .optional()
      .describe("Stop after this many epochs without a better validation loss, and keep the best."),
    standardize: z
      .boolean()
      .optional()
      .describe(
        "Give every feature mean 0 and deviation 1; by default on for tables, off for images and text.",
      ),
    scale: z
      .number()
      .positive()
      .default(1)
      .describe("Multiply the features by this first, e.g. 1/255 for images."),
    loss: z
      .enum(["cross-entropy", "quadratic", "sigmoid", "hinge", "focal"])
      .default("cross-entropy")
      .describe("What is minimised; cross-entropy is softmax regression."),
    labelSmoothing: z
      .number()
      .min(0)
      .lt(1)
      .optional()
      .describe("Of cross-entropy: mix this share of the uniform distribution into the targets; default 0."),
    focalGamma: z
      .number()
      .min(0)
      .optional()
      .describe("Of the focal loss: how strongly it turns to hard samples; default 2."),
    classWeight: z
      .literal("balanced")
      .optional()
      .describe("balanced: give every class the same total weight, n / (classes · count)."),
    l2: z.number().min(0).optional().describe("Penalty ½·l2·‖W‖² on the weights; default 1e-4."),
    C: z
      .number()
      .positive()
      .optional()
      .describe("scikit-learn's inverse penalty, an alias: l2 = 1/(C·Σw), for two classes 2/(C·Σw)."),
    l1: z
      .number()
      .min(0)
      .default(0)
      .describe("Penalty l1·‖W‖₁ on the weights; drives weights to exactly zero."),
    solver: z
      .enum([
        "auto",
        "gd",
        "lbfgs",
        "newton",
        "fista",
        "owlqn",
        "proximal-lbfgs",
        "sdca",
        "svrg",
        "sgd",
        "momentum",
        "nesterov",
        "adagrad",
        "rmsprop",
        "adam",
        "adamw",
      ])
      .default("auto")
      .describe(
        "The method: full-batch (gd, lbfgs, newton, fista, owlqn, proximal-lbfgs), by single samples (sdca) or by mini-batches (svrg, sgd … adamw).",
      ),
    preconditioner: z
      .enum(["auto", "blocks", "gram", "diagonal", "none"])
      .optional()
      .describe(
        "Of lbfgs: the curvature in a matrix for each class (blocks), in one (gram), by feature (diagonal); default auto, by cost.",
      ),
    learningRate: z
      .number()
      .positive()
      .optional()
      .describe("Step size η; the default depends on the solver."),
    schedule: z
      .enum(["constant", "step", "inverse-time", "exponential", "cosine"])
      .optional()
      .describe("Of mini-batch solvers: how the learning rate falls over the run; default cosine."),
    momentum: z.number().min(0).lt(1).optional().describe("Of momentum and nesterov; default 0.9."),
    weightDecay: z.number().min(0).optional().describe("Of adamw: decoupled weight decay; default 0.01."),
    batchSize: z.int().min(1).optional().describe("Of mini-batch solvers: samples a step; default 128."),
    epochs: z.int().min(1).optional().describe("Of mini-batch solvers: passes over the data; default 20."),
    maxSteps: z.int().min(1).optional().describe("Steps at most; default 10000, mini-batch: as epochs say."),
    tolerance: z
      .number()
      .min(0)
      .optional()
      .describe("Converged when no entry of the gradient exceeds this; default 1e-6, with float64 1e-9."),
    precision: z
      .enum(["float32", "float64"])
      .optional()
      .describe(
        "Of the arithmetic over the data; by default float64 for up to a million values, else float32.",
      ),
    threads: z
      .int()
      .min(1)
      .max(64)
      .optional()
      .describe("Threads at most; default SOFTMAX_THREADS, or one a core. Any number gives the same bytes."),
    deterministic: z
      .boolean()
      .default(false)
      .describe("Same bytes on every machine: plain SIMD, without fused multiply-adds."),
    engine: z
      .enum(["local", "spark"])
      .default("local")
      .describe(
        "Where the work is done: in this process, or in an Apache Spark cluster, where the data stay.",
      ),
    remote: z
      .string()
      .meta({ format: "uri" })
      .optional()
      .describe("Of the engine spark: its Connect server, sc://host:15002; default SPARK_REMOTE."),
    seed: z.int().min(0).default(0).describe("Start of all random choices: splits, shuffling."),
  })
  .refine((config) => config.l2 === undefined || config.C === undefined, {
    message: "l2 and C both set the same penalty; give one of them",
    path: ["C"],
  })
  .refine((config) => !config.features || !config.drop, {
    message: "features and drop both choose the columns; give one of them",
    path: ["drop"],
  })
  .refine((config) => config.patience === undefined || config.validationSize > 0, {
    message: "patience watches the validation loss; set validationSize (e.g. 0.1) as well",
    path: ["patience"],
  })
  .refine((config) => config.engine === "spark" || config.remote === undefined, {
    message: "remote: belongs to the engine spark, but this run uses local",
    path: ["remote"],
  });

/** A run as the user states it; everything is optional. */
export type RunOptions = z.input<typeof runConfigSchema>;

/** A run with every default filled in but those that the data decide. */
export type RunConfig = z.output<typeof runConfigSchema>;

/**
 * Fills in the defaults.
 *
 * @throws ConfigError that names each option at fault, what was found and what is expected.
 * @example
 * parseRunConfig({ l2: 1e-3 }).loss; // "cross-entropy"
 */
export const parseRunConfig = (options: unknown): RunConfig => parseOptions(runConfigSchema, options);

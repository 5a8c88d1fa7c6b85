import { ConfigError } from "./parseOptions.js";
import { parseRunConfig, type RunConfig, type RunOptions } from "./runConfig.js";

/**
 * A run that is trained in this process.
 *
 * @throws ConfigError for options that mean nothing, and where another engine is asked for
 */
export function parseLocalConfig(options: unknown): RunConfig {
  const config = parseRunConfig(options);
  if (config.engine !== "local")
    throw new ConfigError(
      `engine: ${config.engine} trains where the data are, but these are in this process; fitOnSpark of @softmax/spark takes the same options and a path`,
    );
  return config;
}

/** Options of a run that an engine beside ours has not, and why. */
const notOnSpark = {
  text: "Spark's words are not ours",
  textMethod: "Spark's words are not ours",
  group: "Spark trains on all rows, so that nothing is split",
  testSize: "Spark trains on all rows; keep the test rows in another file",
  validationSize: "Spark trains on all rows; keep the validation rows in another file",
  patience: "Spark's methods do not stop early",
  loss: "Spark has the loss cross-entropy alone",
  labelSmoothing: "Spark's cross-entropy takes no labels but whole ones",
  focalGamma: "Spark has the loss cross-entropy alone",
  solver: "Spark has L-BFGS, and OWL-QN where there is an l1 penalty",
  preconditioner: "Spark's L-BFGS has none",
  learningRate: "Spark's methods search for their step size",
  schedule: "Spark's methods search for their step size",
  momentum: "Spark has no mini-batch solvers",
  weightDecay: "Spark has no mini-batch solvers",
  batchSize: "Spark has no mini-batch solvers",
  epochs: "Spark has no mini-batch solvers",
  precision: "Spark computes in float64",
  threads: "the cluster was given its cores when it was started",
  deterministic: "Spark adds up its partitions in the order in which they arrive",
} as const satisfies Partial<Record<keyof RunOptions, string>>;

/** The options of a run that `parseSparkConfig` refuses unless they say what Spark does anyway. */
export const refusedOnSpark = Object.keys(notOnSpark) as (keyof typeof notOnSpark)[];

/**
 * A run that is trained in an Apache Spark cluster.
 *
 * @throws ConfigError for options that mean nothing, or that Spark has not
 * @example
 * parseSparkConfig({ l2: 1e-3 }).engine; // "spark"
 */
export function parseSparkConfig(options: RunOptions): RunConfig {
  const config = parseRunConfig({ ...options, engine: "spark" });
  const usual: Partial<RunConfig> = { ...parseRunConfig({}), precision: "float64" };
  for (const option of refusedOnSpark)
    if (config[option] !== undefined && config[option] !== usual[option])
      throw new ConfigError(`${option}: ${notOnSpark[option]}; leave it out, or use the engine local`);
  return config;
}

/**
 * The address of a Spark Connect server without a user and without its parameters, of which `token` is secret: what may
 * be printed and stored.
 *
 * @example
 * withoutCredentials("sc://host:15002/;token=secret"); // "sc://host:15002"
 */
export const withoutCredentials = (remote: string): string =>
  remote
    .split(";")[0]
    .replace(/(?<=:\/\/)[^/]*@/, "")
    .replace(/\/+$/, "");

import type { SolverState } from "@softmax/optim";
import { FormatError, type StoredArray } from "@softmax/tensor-core";
import { decodeSealed, encodeSealed } from "./sealed.js";
import { isRecord, parseStoredJson } from "./storedJson.js";

/**
 * Everything the loop needs to go on exactly as if it had not been interrupted: the solver's state, what
 * early stopping remembers, and what the arithmetic depends on.
 */
export interface Checkpoint {
  /** sha256 of the data it was trained on. */
  readonly fingerprint: string;
  /** The resolved configuration. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly kernels: string;
  readonly threads: number;
  readonly loop: LoopState;
}

/** The state of the training loop between two steps. */
export interface LoopState {
  readonly solver: SolverState;
  /** The parameters of the lowest validation loss, where early stopping watches it. */
  readonly best?: BestSoFar;
  /** Where rows are read block by block: the passes that what comes next has asked for so far. */
  readonly passes?: PassesSoFar;
}

/** What a run does at a state; its passes belong to one of these. */
export const phases = ["start", "epoch", "step", "validation", "end"] as const;
export type Phase = (typeof phases)[number];

export interface PassesSoFar {
  readonly phase: Phase;
  /** The sums of those that are done. */
  readonly done: readonly Float64Array[];
  /** The sums of the one that is under way, over so many of its blocks. */
  readonly sums: Float64Array;
  readonly blocks: number;
}

export interface BestSoFar {
  readonly params: Float64Array;
  readonly validationLoss: number;
  readonly epoch: number;
}

const formatVersion = 1;
const stored = { place: "decodeCheckpoint", key: "softmax.checkpoint", what: "a checkpoint", formatVersion };

/**
 * The bytes of a checkpoint: one .safetensors with the arrays as tensors and everything else as JSON under the
 * metadata key `softmax.checkpoint`, sealed with a checksum (`sealed.ts`).
 *
 * @example
 * const iris = await loadDataset("iris");
 * const events = train(iris, { solver: "gd", maxSteps: 50 });
 * const { value: { config, fingerprint, kernels, threads } } = await events.next();
 * const { value: { state: loop } } = await events.next(); // one step, then an interruption
 * const bytes = encodeCheckpoint({ config, fingerprint, kernels, threads, loop });
 * const { steps } = await fit(iris, {}, { resume: decodeCheckpoint(bytes) });
 * steps; // 50
 */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const { loop, ...rest } = checkpoint;
  const tensors: Record<string, StoredArray> = {};
  const scalars: Record<string, string | number | boolean> = {};
  const { best, solver, passes } = loop;
  const store = (name: string, data: Float64Array) => {
    tensors[name] = { dtype: "float64", shape: [data.length], data };
  };
  for (const [name, value] of Object.entries(solver)) {
    if (value instanceof Float64Array) store(`solver.${name}`, value);
    else scalars[name] = typeof value === "number" && !Number.isFinite(value) ? `${value}` : value;
  }
  if (best) store("best.params", best.params);
  passes?.done.forEach((sums, k) => void store(`passes.${k}`, sums));
  if (passes) store("passes.sums", passes.sums);
  const json = JSON.stringify({
    formatVersion,
    ...rest,
    best: best && { validationLoss: best.validationLoss, epoch: best.epoch },
    passes: passes && { phase: passes.phase, done: passes.done.length, blocks: passes.blocks },
    solver: scalars,
  });
  return encodeSealed({ tensors, metadata: { [stored.key]: json } });
}

/**
 * Reads a checkpoint, which may be damaged: its checksum and every part are verified before it is used.
 *
 * @throws FormatError that says what was found and what was expected.
 */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const { tensors, metadata } = decodeSealed(bytes, stored.place);
  const json = parseStoredJson(metadata, stored);
  const { fingerprint, config, kernels, threads } = json;
  if (typeof fingerprint !== "string" || typeof kernels !== "string" || typeof threads !== "number")
    fail("fingerprint, kernels and threads are expected as string, string and number");
  if (!isRecord(config) || !isRecord(json.solver)) fail("config and solver are expected as objects");
  const solver: Record<string, number | string | boolean | Float64Array> = {};
  for (const [name, value] of Object.entries(json.solver)) solver[name] = parseScalar(name, value);
  for (const [name, tensor] of Object.entries(tensors))
    if (name.startsWith("solver.")) solver[name.slice("solver.".length)] = float64(name, tensor);
  for (const name of ["step", "value", "initialValue", "gradientNorm"])
    if (typeof solver[name] !== "number") fail(`the solver's ${name} is missing`);
  if (!(solver.params instanceof Float64Array)) fail("the solver's params are missing");
  const best = json.best === undefined ? undefined : parseBest(json.best, tensors["best.params"]);
  const passes = json.passes === undefined ? undefined : parsePasses(json.passes, tensors);
  const loop = { solver: solver as unknown as SolverState, best, ...(passes && { passes }) };
  return { fingerprint, config, kernels, threads, loop };
}

/** JSON has no NaN or infinity: those were written as their names. */
function parseScalar(name: string, value: unknown): string | number | boolean {
  if (value === "NaN" || value === "Infinity" || value === "-Infinity") return Number(value);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return fail(`the solver's ${name} is ${JSON.stringify(value)}; expected a string, number or boolean`);
}

function parseBest(best: unknown, params: StoredArray | undefined): BestSoFar {
  if (!isRecord(best) || typeof best.validationLoss !== "number" || typeof best.epoch !== "number" || !params)
    fail("best is expected with validationLoss, epoch and the tensor best.params");
  return { params: float64("best.params", params), validationLoss: best.validationLoss, epoch: best.epoch };
}

function parsePasses(passes: unknown, tensors: Readonly<Record<string, StoredArray>>): PassesSoFar {
  const phase = isRecord(passes) && phases.find((name) => name === passes.phase);
  if (!isRecord(passes) || !phase || !isCount(passes.done) || !isCount(passes.blocks))
    fail(`passes is expected with phase (${phases.join(", ")}) and the counts done and blocks`);
  const tensor = (name: string) => {
    if (!Object.hasOwn(tensors, name)) fail(`tensor ${name} is missing`);
    return float64(name, tensors[name]);
  };
  const done: Float64Array[] = [];
  while (done.length < passes.done) done.push(tensor(`passes.${done.length}`));
  return { phase, done, sums: tensor("passes.sums"), blocks: passes.blocks };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function float64(name: string, { dtype, data }: StoredArray): Float64Array {
  if (data instanceof Float64Array) return data;
  return fail(`tensor ${name} is ${dtype}; expected float64`);
}

function fail(sentence: string): never {
  throw new FormatError(`decodeCheckpoint: ${sentence}`);
}

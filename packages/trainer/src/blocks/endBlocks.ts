import { objectiveOfSums } from "@softmax/losses";
import { measure } from "@softmax/optim";
import type { Precision } from "@softmax/tensor-core";
import { type Certificate, gapOf, noWeight, reasonAgainst } from "../certificate.js";
import { biasSize, biasSums } from "../certificateBias.js";
import { type CertificateScope, certificateSize, certificateSums, targetSums } from "../certificatePass.js";
import { linkOf, logitsInOnePlace, type ModelParts } from "../classifier.js";
import type { Columns } from "../diagnosis.js";
import type { EndMeasures } from "../finishRun.js";
import { type Metrics, metricsSize, metricsSums } from "../metrics.js";
import type { PartName } from "./blocks.js";
import type { StreamedRun } from "./prepareBlocks.js";
import { gradientInto } from "./streamedObjective.js";
import type { Block, BlockPass, Tape } from "./tape.js";

/** Metrics of parameters on a part, from the tape. */
export function streamedMetrics(
  tape: Tape,
  part: PartName,
  precision: Precision,
  C: number,
  link: ModelParts["link"],
): (params: Float64Array) => Metrics {
  return (params) => {
    const into = (room: Float64Array) => {
      const sums = metricsSums(C, link, room);
      const logitsOf = logitsInOnePlace(params);
      return (block: Block) => sums.add(metricsRows(block, logitsOf(block.kernel)));
    };
    return metricsSums(C, link, tape.of({ part, precision, size: metricsSize(C), into })).metrics();
  };
}

const metricsRows = ({ targets, sampleWeight }: Block, logits: Float64Array) => ({
  logits,
  targets,
  weights: sampleWeight,
});

/**
 * What `finishRun` measures of parameters, from the tape: in two passes over the training rows, one where there is no
 * certificate, and one over each other part.
 */
export function endMeasures(run: StreamedRun, params: Float64Array): EndMeasures {
  const { tape, store, config, loss } = run;
  const scope = scopeOf(run);
  const { nSamples, nColumns, nClasses: C } = scope;
  const link = linkOf(config.loss);
  const first = firstPass(run, scope, params);
  const rooms = divided(tape.of(first.pass), first.sizes);
  const sum = (_: Float64Array, __: unknown, gradient?: Float64Array) => {
    gradient?.set(rooms.gradient.subarray(1));
    return rooms.gradient[0];
  };
  const objective = objectiveOfSums(
    { sum },
    { nSamples, nColumns, nClasses: C, loss, l2: config.l2, l1: config.l1 },
    { from: 0, to: nSamples },
  );
  const on = (part: PartName) => store.parts[part] && streamedMetrics(tape, part, "float64", C, link)(params);
  return {
    ...measure(objective, params),
    penalty: objective.penalty(params),
    train: metricsSums(C, link, rooms.metrics).metrics(),
    certificate: certificateFrom(run, scope, params, rooms),
    validation: on("validation"),
    test: on("test"),
  };
}

/** Objective and gradient, metrics, and the sums that a certificate begins with. */
function firstPass({ store, config, loss }: StreamedRun, scope: CertificateScope, params: Float64Array) {
  const { nClasses: C } = scope;
  const link = linkOf(config.loss);
  const occurring = Float64Array.from(store.classWeights, ({ sum }) => sum + (config.labelSmoothing ?? 0));
  const sizes = { gradient: 1 + params.length, metrics: metricsSize(C), targets: 2 * C, bias: biasSize(C) };
  const certified = reasonAgainst({ ...config, loss }) === undefined;
  const into = (sums: Float64Array) => {
    const rooms = divided(sums, sizes);
    const addGradient = gradientInto(params, { nClasses: C, loss })(rooms.gradient);
    const metrics = metricsSums(C, link, rooms.metrics);
    const targets = targetSums(scope, rooms.targets);
    const bias = biasSums(scope, occurring, rooms.bias);
    const logitsOf = logitsInOnePlace(params);
    return (block: Block) => {
      addGradient(block);
      const logits = logitsOf(block.kernel);
      metrics.add(metricsRows(block, logits));
      if (!certified) return;
      targets.add(block);
      bias.add({ ...block, logits });
    };
  };
  const size = Object.values(sizes).reduce((a, b) => a + b, 0);
  return { sizes, pass: { part: "train", precision: "float64", size, into } satisfies BlockPass };
}

function certificateFrom(
  { tape, config, loss }: StreamedRun,
  scope: CertificateScope,
  params: Float64Array,
  first: Readonly<Record<"targets" | "bias", Float64Array>>,
): Certificate {
  const reason = reasonAgainst({ ...config, loss });
  if (reason) return { gap: null, reason };
  const prior = targetSums(scope, first.targets).prior();
  if (!prior.some((share) => share > 0)) return noWeight;
  const shift = biasSums(scope, prior, first.bias).shift(prior);
  const into = (room: Float64Array) => {
    const sums = certificateSums(scope, prior, shift, room);
    const logitsOf = logitsInOnePlace(params);
    return (block: Block) => sums.add({ ...block, logits: logitsOf(block.kernel) });
  };
  const size = certificateSize(scope);
  const sums = tape.of({ part: "train", precision: "float64", size, into });
  return gapOf({ params, ...config }, certificateSums(scope, prior, shift, sums).sums());
}

const scopeOf = ({ store, config }: StreamedRun): CertificateScope => ({
  nSamples: store.parts.train.nRows,
  nColumns: store.layout.nColumns,
  nClasses: store.classes.length,
  labelSmoothing: config.labelSmoothing,
});

/** One array as several, one behind the other. */
function divided<K extends string>(
  sums: Float64Array,
  sizes: Readonly<Record<K, number>>,
): Record<K, Float64Array> {
  let at = 0;
  const entries = Object.entries<number>(sizes).map(([name, size]) => {
    at += size;
    return [name, sums.subarray(at - size, at)];
  });
  return Object.fromEntries(entries);
}

/** What a diagnosis asks of the columns of the training rows, from the tape. */
export function streamedColumns({ tape, store }: StreamedRun): Columns {
  const { nRows } = store.parts.train;
  const { nColumns } = store.layout;
  const sum = (name: "gram" | "gramDiagonal", out: Float64Array) => {
    const into = (sums: Float64Array) => (block: Block) =>
      block.kernel[name](undefined, { from: 0, to: block.kernel.nRows }, sums);
    out.set(tape.of({ part: "train", precision: "float64", size: out.length, into }));
  };
  return {
    nRows,
    nColumns,
    gram: (_weights, _rows, out) => sum("gram", out),
    gramDiagonal: (_weights, _rows, out) => sum("gramDiagonal", out),
  };
}

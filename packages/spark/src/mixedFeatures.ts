import { integers, random } from "@softmax/tensor-core";
import { as, call, column, doubles, times } from "./expressions.js";
import { MlOperator_OperatorType } from "./generated/ml_common_pb.js";
import { paramLiterals } from "./mlLiterals.js";
import { project, type Relation } from "./relations.js";
import { elementwise, type LinearParams } from "./softmaxRows.js";

/**
 * Other coordinates for the same features: x′ = D S x, with random signs S and D the orthonormal discrete cosine transform
 *
 *     D_kj = s_k cos(π (2j + 1) k / (2d)),   s_0 = √(1/d),   s_k = √(2/d).
 *
 * A model of x′ with weights W′ is one of x with W = W′ D S, of the same ‖W‖. Inside, Spark divides every feature by its
 * deviation, and the penalty of one that hardly varies by the square of that, with which its L-BFGS takes thousands of
 * steps; mixed features all vary alike. Only l2 is blind to it: ‖W‖₁ changes.
 *
 * @see Ailon and Chazelle, "The fast Johnson–Lindenstrauss transform" (2009), for signs and a transform that spread
 * what stands in a few coordinates over all.
 */
export function mixing(d: number) {
  const signs = Float64Array.from(integers(random(0, "spark", d), d, 2), (bit) => 2 * bit - 1);
  return {
    /** Rows whose vector column `features` is x′ of their array column `x` [d]. */
    rows(relation: Relation, kept: readonly string[]): Relation {
      const flipped = call("array_to_vector", elementwise(column("x"), doubles(signs), times));
      const input = project(relation, [as(flipped, "flipped"), ...kept.map((name) => column(name))]);
      const params = { params: paramLiterals({ inputCol: "flipped", outputCol: "features" }, []) };
      const transformer = {
        name: "org.apache.spark.ml.feature.DCT",
        uid: "softmax_mixing",
        type: MlOperator_OperatorType.TRANSFORMER,
      };
      const transform = { operator: { case: "transformer", value: transformer }, input, params } as const;
      return { relType: { case: "mlRelation", value: { mlType: { case: "transform", value: transform } } } };
    },
    /** Weights of x, [C, d], from those of x′. */
    unmixed: ({ weights, bias }: LinearParams): Float64Array => inverse(weights, bias.length, signs),
  };
}

/** W′ D S, row by row. */
function inverse(mixed: Float64Array, C: number, signs: Float64Array): Float64Array {
  const d = signs.length;
  const cosines = Float64Array.from({ length: 4 * d }, (_, m) => Math.cos((Math.PI * m) / (2 * d)));
  const scales = Float64Array.from({ length: d }, (_, k) => Math.sqrt((k === 0 ? 1 : 2) / d));
  return Float64Array.from({ length: C * d }, (_, at) => {
    const [row, j] = [Math.floor(at / d) * d, at % d];
    let sum = 0;
    for (let k = 0; k < d; k++) sum += mixed[row + k] * scales[k] * cosines[((2 * j + 1) * k) % (4 * d)];
    return signs[j] * sum;
  });
}

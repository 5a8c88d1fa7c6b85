import type { Expression_Literal } from "./generated/expressions_pb.js";
import { MlOperator_OperatorType } from "./generated/ml_common_pb.js";
import type { MlCommandResult } from "./generated/ml_pb.js";
import { doublesOf, integerOf, matrixOf, paramLiterals, vectorOf } from "./mlLiterals.js";
import type { Relation } from "./relations.js";
import type { Plan, SparkSession } from "./session.js";
import { SparkError } from "./sparkError.js";

/** Parameters of Spark's `LogisticRegression` that say how it is to be fitted, by its own names. */
export interface LogisticRegressionParams {
  readonly regParam: number;
  readonly elasticNetParam: number;
  readonly tol: number;
  readonly maxIter: number;
}

/** The columns of the data: a vector, a class index and a weight a row. */
const FIT_COLUMNS = { featuresCol: "features", labelCol: "target", weightCol: "weight" } as const;

/** What Spark's fit left. */
export interface SparkFit {
  /** W [C, d], row-major. */
  readonly weights: Float64Array;
  /** b [C], of mean 0. */
  readonly bias: Float64Array;
  readonly steps: number;
  /** Spark's own objective at every step. */
  readonly history: Float64Array;
}

/**
 * Spark's parameters for our penalty ½·l2·‖W‖² + l1·‖W‖₁. Spark adds regParam · (½ (1 − α) ‖W‖² + α ‖W‖₁), with
 * α = elasticNetParam and without the intercepts, to Σ w_i CE_i / Σ w_i.
 */
export const penaltyParams = ({ l2, l1 }: { readonly l2: number; readonly l1: number }) => ({
  regParam: l2 + l1,
  elasticNetParam: l2 + l1 > 0 ? l1 / (l2 + l1) : 0,
});

/** Fits by `LogisticRegression` in the cluster, fetches what it found and deletes the model there. */
export async function fitLogisticRegression(
  session: SparkSession,
  data: Relation,
  params: LogisticRegressionParams,
): Promise<SparkFit> {
  const all = { ...params, ...FIT_COLUMNS, family: "multinomial", standardization: false };
  const { resultType } = await mlResult(session, "fitting", {
    case: "fit",
    value: {
      estimator: {
        name: "org.apache.spark.ml.classification.LogisticRegression",
        uid: `softmax_${crypto.randomUUID()}`,
        type: MlOperator_OperatorType.ESTIMATOR,
      },
      params: { params: paramLiterals(all, ["maxIter"]) },
      dataset: data,
    },
  });
  const model = resultType.case === "operatorInfo" ? resultType.value.type : undefined;
  if (model?.case !== "objRef") throw new SparkError("Spark did not say where the fitted model is");
  return fetchFit(session, model.value.id).finally(() => forget(session, model.value.id));
}

async function fetchFit(session: SparkSession, id: string): Promise<SparkFit> {
  const fetch = (...path: string[]) => fetchParam(session, id, path);
  return {
    weights: matrixOf(await fetch("coefficientMatrix")),
    bias: centered(vectorOf(await fetch("interceptVector"))),
    history: doublesOf(await fetch("summary", "objectiveHistory")),
    steps: integerOf(await fetch("summary", "totalIterations")),
  };
}

function centered(bias: Float64Array): Float64Array {
  const mean = bias.reduce((sum, b) => sum + b, 0) / bias.length;
  return bias.map((b) => b - mean);
}

async function fetchParam(session: SparkSession, id: string, path: string[]): Promise<Expression_Literal> {
  const methods = path.map((method) => ({ method, args: [] }));
  const { resultType } = await mlResult(session, "fetching the model", {
    case: "fetch",
    value: { objRef: { id }, methods },
  });
  if (resultType.case !== "param") throw new SparkError(`Spark did not send the model's ${path.join(".")}`);
  return resultType.value;
}

/** A model stays in the server's memory as long as its session, unless it is deleted. */
async function forget(session: SparkSession, id: string): Promise<void> {
  await mlResult(session, "deleting Spark's model", { case: "delete", value: { objRefs: [{ id }] } });
}

type MlCommand = NonNullable<
  Extract<
    NonNullable<Extract<Plan["opType"], { case?: "command" }>["value"]>["commandType"],
    { case?: "mlCommand" }
  >["value"]
>["command"];

async function mlResult(session: SparkSession, step: string, command: MlCommand): Promise<MlCommandResult> {
  const plan: Plan = {
    opType: { case: "command", value: { commandType: { case: "mlCommand", value: { command } } } },
  };
  let result: MlCommandResult | undefined;
  for await (const response of session.execute(step, plan))
    if (response.case === "mlCommandResult") result = response.value;
  if (!result) throw new SparkError(`Spark gave no answer (while ${step})`);
  return result;
}

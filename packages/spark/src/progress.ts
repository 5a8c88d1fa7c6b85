import type { ExecutePlanResponse_ExecutionProgress } from "./generated/base_pb.js";

/** What Spark reports of the job that runs. */
export interface SparkProgress {
  /** What is being done, such as "fitting". */
  readonly step: string;
  /** Tasks of the stages that Spark has planned so far, and how many of them have ended. */
  readonly tasks: number;
  readonly completedTasks: number;
  /** Tasks that are running. */
  readonly runningTasks: number;
  /** Bytes read by these stages. */
  readonly bytesRead: number;
}

export function progressOf(
  step: string,
  { stages, numInflightTasks }: ExecutePlanResponse_ExecutionProgress,
): SparkProgress {
  const sum = (of: (stage: (typeof stages)[number]) => bigint) =>
    Number(stages.reduce((total, stage) => total + of(stage), 0n));
  return {
    step,
    tasks: sum(({ numTasks }) => numTasks),
    completedTasks: sum(({ numCompletedTasks }) => numCompletedTasks),
    runningTasks: Number(numInflightTasks),
    bytesRead: sum(({ inputBytesRead }) => inputBytesRead),
  };
}

import type { Model } from "@softmax/trainer";
import { readModel } from "@softmax/trainer/node";
import { exitCodes, Failure, failureOf } from "./failure.js";

/** The model in a file or in the folder of a run; what is wrong with it is said with its path. */
export async function loadModel(path: string): Promise<Model> {
  try {
    return await readModel(path);
  } catch (error) {
    const { exitCode, message } = failureOf(error);
    if (exitCode !== exitCodes.data || message.startsWith(path)) throw error;
    throw new Failure(exitCode, `${path}: not a model: ${message.replace(/^\w+: /, "")}`);
  }
}

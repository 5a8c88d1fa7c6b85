import type { Model } from "@softmax/trainer";
import { readModel } from "@softmax/trainer/node";
import { exitCodes, Failure, failureOf } from "./failure.js";

/** The model in a file or in the folder of a run; of one that cannot be decoded it is said that it is none. */
export async function loadModel(path: string): Promise<Model> {
  try {
    return await readModel(path);
  } catch (error) {
    const { exitCode, message } = failureOf(error);
    if (exitCode !== exitCodes.data) throw error;
    throw new Failure(exitCode, message.replace(/(?<=: )decode\w+(?=: )/, "not a model"));
  }
}

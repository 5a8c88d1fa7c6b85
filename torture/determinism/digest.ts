import { loadDataset } from "@softmax/datasets";
import { encodeModel, fit, type RunOptions } from "@softmax/trainer";

/** A training run, small enough for JSON. */
export interface Training {
  /** A bundled or generated data set. */
  readonly data: string;
  readonly seed: number;
  readonly options: RunOptions;
}

/** SHA-256 of the model file, in hexadecimal. */
export async function digestOf({ data, seed, options }: Training): Promise<string> {
  const { model } = await fit(await loadDataset(data, { seed }), { ...options, deterministic: true });
  const digest = await crypto.subtle.digest("SHA-256", Uint8Array.from(encodeModel(model)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

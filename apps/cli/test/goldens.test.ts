import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { goldenRuns } from "../../../test/goldenRuns.js";
import { shared, sharedData, useCli } from "./cli.js";

describe.skipIf(!shared)("reference optima (need ../shared)", () => {
  const { folder, json } = useCli();

  describe.each(Object.entries(goldenRuns))("%s", (name, [file, ...options]) => {
    const train = (precision: string) =>
      json("train", sharedData(file), ...options, "--precision", precision, "--out", `${name}-${precision}`);
    const reference = () => JSON.parse(readFileSync(join(shared!, "goldens", `${name}.json`), "utf8"));

    test("in float64: objective to 1e-9, weights to 1e-6, certificate at most 1e-9", async () => {
      const golden = reference();
      const { status, objective, certificate, train: fit } = await train("float64");
      expect(status).toBe("converged");
      expect(Math.abs(objective.value / golden.objective - 1)).toBeLessThan(1e-9);
      expect(certificate.gap).toBeLessThanOrEqual(1e-9);
      expect(certificate.gap).toBeGreaterThanOrEqual(0);
      expect(fit.accuracy).toBeCloseTo(golden.trainAccuracy, 12);
      const weights = float64Tensor(join(folder, `${name}-float64`, "model.safetensors"), "weights");
      const expected: number[] = golden.weights.flat();
      expect(weights).toHaveLength(expected.length);
      expect(Math.max(...weights.map((w, i) => Math.abs(w - expected[i])))).toBeLessThan(1e-6);
    });

    test("in float32: objective to 1e-6", async () => {
      const { objective } = await train("float32");
      expect(Math.abs(objective.value / reference().objective - 1)).toBeLessThan(1e-6);
    });
  });
});

/** A tensor of a safetensors file, read by the format's own description: u64 length, JSON header, bytes. */
function float64Tensor(path: string, name: string): number[] {
  const bytes = readFileSync(path);
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const { dtype, data_offsets } = JSON.parse(bytes.toString("utf8", 8, start))[name];
  expect(dtype).toBe("F64");
  const [from, to] = data_offsets;
  return Array.from({ length: (to - from) / 8 }, (_, i) => bytes.readDoubleLE(start + from + 8 * i));
}

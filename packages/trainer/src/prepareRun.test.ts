import { loadDataset, parseSvmlight } from "@softmax/datasets";
import { describe, expect, test } from "vitest";
import { fit } from "./fit.js";
import { ConfigError } from "./parseOptions.js";
import type { RunOptions } from "./runConfig.js";

test("an option of another loss is a mistake of the configuration, not of the program", async () => {
  const iris = await loadDataset("iris");
  await expect(fit(iris, { loss: "focal", labelSmoothing: 0.1 })).rejects.toThrow(ConfigError);
  await expect(fit(iris, { focalGamma: 1 })).rejects.toThrow(ConfigError);
});

describe("sdca", () => {
  const sparse = parseSvmlight(new TextEncoder().encode("1 1:1 3:0.5\n0 2:1\n1 1:0.5\n0 2:0.5 3:1\n"), {
    name: "rows",
  });

  test("is carried out on sparse features, to the minimum of lbfgs", async () => {
    const [found, expected] = await Promise.all(
      (["sdca", "lbfgs"] as const).map((solver) => fit(sparse, { solver, l2: 0.1 })),
    );
    expect([found.status, found.config.solver]).toEqual(["converged", "sdca"]);
    expect(found.objective.value).toBeCloseTo(expected.objective.value, 12);
  });

  test.each<[string, RunOptions]>([
    ["without l2", { l2: 0 }],
    ["with smoothed labels", { labelSmoothing: 0.1 }],
    ["of another loss", { loss: "focal" }],
    ["of a loss that is not differentiable", { loss: "hinge" }],
  ])("is refused %s", async (_, options) => {
    await expect(fit(sparse, { solver: "sdca", ...options })).rejects.toThrow(
      new ConfigError(
        "solver: sdca needs the loss cross-entropy without label smoothing, sparse features and l2 above 0; use lbfgs",
      ),
    );
  });

  test("is refused for dense features, and under l1", async () => {
    const iris = await loadDataset("iris");
    await expect(fit(iris, { solver: "sdca" })).rejects.toThrow(/^solver: sdca needs .* sparse features/);
    await expect(fit(sparse, { solver: "sdca", l1: 0.1 })).rejects.toThrow(
      new ConfigError("solver: sdca cannot minimize an l1 penalty; fista, owlqn, proximal-lbfgs, svrg can"),
    );
  });
});

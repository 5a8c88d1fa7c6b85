import { loadDataset } from "@softmax/datasets";
import { expect, test } from "vitest";
import { fit } from "./fit.js";
import { ConfigError } from "./parseOptions.js";

test("an option of another loss is a mistake of the configuration, not of the program", async () => {
  const iris = await loadDataset("iris");
  await expect(fit(iris, { loss: "focal", labelSmoothing: 0.1 })).rejects.toThrow(ConfigError);
  await expect(fit(iris, { focalGamma: 1 })).rejects.toThrow(ConfigError);
});

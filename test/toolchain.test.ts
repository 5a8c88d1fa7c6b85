import { expect, test } from "vitest";
import { runsToolchain } from "../tools/toolchain.mjs";

test.each([
  ["v20.20.2", false],
  ["v22.17.9", false],
  ["v22.18.0", true],
  ["v23.11.0", false],
  ["v24.10.0", false],
  ["v24.11.0", true],
  ["v25.9.0", false],
  ["v26.0.0", true],
  ["v27.1.0", true],
])("the toolchain on Node %s: %s", (version, expected) => {
  expect(runsToolchain(version)).toBe(expected);
});

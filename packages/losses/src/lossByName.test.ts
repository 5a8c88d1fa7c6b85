import { describe, expect, it } from "vitest";
import { lossByName, lossNames } from "./lossByName.js";

describe("lossByName", () => {
  it.each(lossNames)("%s has its own name", (name) => {
    expect(lossByName(name).name).toBe(name);
  });

  it("passes options on", () => {
    expect(lossByName("cross-entropy", { labelSmoothing: 0.1 }).fused).toBe(false);
    expect(lossByName("focal", { gamma: 0 }).convex).toBe(true);
  });

  it("names the choices when there is no such loss", () => {
    expect(() => lossByName("log")).toThrow(
      'lossByName: there is no loss "log"; choose one of cross-entropy, quadratic, hinge, focal, sigmoid',
    );
    expect(() => lossByName("toString")).toThrow(/there is no loss "toString"/);
  });

  it("refuses label smoothing where there is none", () => {
    expect(() => lossByName("hinge", { labelSmoothing: 0.1 })).toThrow(/"hinge" has none/);
    expect(lossByName("hinge", { labelSmoothing: 0 }).name).toBe("hinge");
  });
});

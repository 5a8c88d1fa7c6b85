import { describe, expect, it, vi } from "vitest";

vi.mock("./data.js", () => ({ useData: { subscribe() {} } }));
vi.mock("./train.js", () => ({ useTrain: {} }));

const { columnRoles, roleOf, withRole } = await import("./columnRoles.js");

describe("a column's role", () => {
  it.each(columnRoles)("%s is what it was made", (role) => {
    const options = withRole("b", role, { l2: 1, drop: ["a", "b"], text: ["c"], weight: "w", group: "b" });
    expect(roleOf("b", options)).toBe(role);
    expect(roleOf("a", options)).toBe("unused");
    expect(roleOf("c", options)).toBe("text");
    expect(options.l2).toBe(1);
  });

  it("leaves no empty option behind", () => {
    let options = withRole("a", "unused", {});
    for (const role of columnRoles) options = withRole("a", role, options);
    expect(withRole("a", "feature", options)).toEqual({});
  });

  it("is the weight of one column alone", () => {
    const options = withRole("b", "weight", { weight: "a" });
    expect([roleOf("a", options), roleOf("b", options)]).toEqual(["feature", "weight"]);
  });
});

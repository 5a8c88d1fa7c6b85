import { afterEach, describe, expect, test, vi } from "vitest";

/** The module anew, in a host where these builds do not compile. */
async function importWithout(...missing: string[]) {
  vi.resetModules();
  vi.doMock(import("./kernels.wasm.module.js"), async (original) => {
    const actual = await original();
    return {
      ...actual,
      wasmModule: (name) => (missing.includes(name) ? undefined : actual.wasmModule(name)),
    };
  });
  return (await import("./kernels.default.js")).defaultKernels;
}

afterEach(() => {
  vi.doUnmock("./kernels.wasm.module.js");
  vi.unstubAllGlobals();
});

describe("defaultKernels", () => {
  test("takes the fastest build that the host can run", async () => {
    expect((await importWithout("relaxed-simd"))().name).toBe("simd");
    expect((await importWithout("relaxed-simd", "simd"))().name).toBe("reference");
  });

  test("is plain SIMD when it must be deterministic", async () => {
    expect((await importWithout())({ deterministic: true }).name).toBe("simd");
    expect((await importWithout("simd"))({ deterministic: true }).name).toBe("reference");
  });

  test("gives the variant asked for, or says that the host cannot run it", async () => {
    const defaultKernels = await importWithout("relaxed-simd");
    for (const variant of ["simd", "reference"] as const)
      expect(defaultKernels({ variant }).name).toBe(variant);
    expect(() => defaultKernels({ variant: "relaxed-simd" })).toThrow(
      'defaultKernels: this host cannot run the variant "relaxed-simd"',
    );
  });

  test("falls back to the reference loops where there is no WebAssembly", async () => {
    vi.resetModules();
    vi.stubGlobal("WebAssembly", undefined);
    const { defaultKernels } = await import("./kernels.default.js");
    expect(defaultKernels().name).toBe("reference");
  });

  test("falls back to the reference loops where compilation is forbidden", async () => {
    vi.resetModules();
    const { CompileError } = WebAssembly;
    class Module {
      constructor() {
        throw new CompileError("Wasm code generation disallowed by embedder");
      }
    }
    vi.stubGlobal("WebAssembly", { CompileError, Module });
    const { defaultKernels } = await import("./kernels.default.js");
    expect(defaultKernels().name).toBe("reference");
  });
});

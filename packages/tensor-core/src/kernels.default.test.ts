import { afterEach, describe, expect, test, vi } from "vitest";

/** The module anew, in a host where these builds do not compile. */
async function importWithout(...missing: string[]) {
  vi.resetModules();
  vi.doMock(import("./kernels.wasm.module.js"), async (original) => {
    const actual = await original();
    return {
      ...actual,
      wasmBuild: (name, threads) => (missing.includes(name) ? undefined : actual.wasmBuild(name, threads)),
    };
  });
  return (await import("./kernels.default.js")).defaultKernels;
}

afterEach(() => {
  vi.doUnmock("./kernels.wasm.module.js");
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
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

  test("takes as many threads as are asked for, by option or SOFTMAX_THREADS, or as there are cores", async () => {
    const defaultKernels = await importWithout();
    const cores = Math.min(16, navigator.hardwareConcurrency);
    expect(defaultKernels().threads).toBe(cores);
    expect(defaultKernels({ threads: 3, variant: "simd" }).threads).toBe(3);
    vi.stubEnv("SOFTMAX_THREADS", "5");
    expect(defaultKernels().threads).toBe(5);
    expect(defaultKernels({ threads: 1 }).threads).toBe(1);
    for (const wrong of ["0", "two", "1.5"]) {
      vi.stubEnv("SOFTMAX_THREADS", wrong);
      expect(() => defaultKernels()).toThrow(
        `defaultKernels: SOFTMAX_THREADS is ${wrong}; expected an integer from 1 to 64`,
      );
    }
    expect(() => defaultKernels({ threads: 0 })).toThrow(
      "defaultKernels: threads is 0; expected an integer from 1 to 64",
    );
  });

  test("is one thread where the host has no memory that threads share", async () => {
    vi.stubGlobal("SharedArrayBuffer", undefined);
    expect((await importWithout())({ threads: 2 }).threads).toBe(1);
  });
});

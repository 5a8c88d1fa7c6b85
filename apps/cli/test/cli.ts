import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { bundlePrograms } from "../../../tools/bundle.mjs";
import { root } from "../../../tools/process.mjs";

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export interface StartOptions {
  /** Written to stdin, which is closed behind it. */
  readonly input?: string;
  readonly env?: Record<string, string>;
  readonly cwd?: string;
}

/** The folder with real data and reference optima, or undefined where the checkout has none. */
export const shared: string | undefined = [join(root, "..", "shared")].find((path) => existsSync(path));

export const sharedData = (name: string): string => join(shared ?? "", "data", name);

/** The command line, bundled from the sources, and an empty folder to run it in, which is removed at the end. */
export function useCli() {
  const folder = mkdtempSync(join(tmpdir(), "softmax-cli-"));
  const bundle = mkdtempSync(join(tmpdir(), "softmax-bundle-"));
  let main = "";
  beforeAll(async () => {
    main = (await bundlePrograms(bundle, { main: "apps/cli/src/main.ts" })).main;
  });
  afterAll(() => {
    for (const path of [folder, bundle]) rmSync(path, { recursive: true, force: true });
  });

  /** Starts the command line and does not wait. */
  function start(args: readonly string[], { input, env, cwd = folder }: StartOptions = {}): Running {
    const { FORCE_COLOR: _, ...inherited } = process.env;
    const child = spawn(process.execPath, [main, ...args], {
      cwd,
      env: { ...inherited, NO_COLOR: "1", ...env },
    });
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text) => (output.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (output.stderr += text));
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
    const ended = new Promise<Ended>((resolve) =>
      child.on("close", (code, signal) => resolve({ code, signal, ...output })),
    );
    return { child, ended };
  }

  const softmax = (args: readonly string[], options?: StartOptions): Promise<Ended> =>
    start(args, options).ended;

  return {
    folder,
    /** Path of the bundle's entry, once it is there. */
    main: () => main,
    start,
    softmax,
    /** The one object that a command with `--json` prints. */
    async json(...args: string[]) {
      const { code, stdout, stderr } = await softmax([...args, "--json"]);
      expect(code, stderr).toBe(0);
      return oneObject(stdout);
    },
    read: (name: string): Buffer => readFileSync(join(folder, name)),
  };
}

/** Checks that a text is exactly one JSON object and returns it. */
// biome-ignore lint/suspicious/noExplicitAny: what a program printed has no type.
export function oneObject(text: string): any {
  const value: unknown = JSON.parse(text);
  expect(value).toBeTypeOf("object");
  expect(Array.isArray(value)).toBe(false);
  return value;
}

/** Resolves once a text has come on stderr. */
export const stderrSays = ({ child }: Running, text: string) =>
  new Promise<void>((resolve) => {
    let heard = "";
    child.stderr!.on("data", (more) => {
      heard += more;
      if (heard.includes(text)) resolve();
    });
  });

import { attackNames } from "../torture/attacks.mjs";
import { pack } from "./pack.mjs";
import { run } from "./process.mjs";

/** A check that is one command: it passes when the command exits with 0, else its output is shown. */
const command = (title, program, ...args) => ({
  title,
  async run() {
    const { code, output } = await run(program, args);
    return code === 0
      ? { passed: 1, failed: 0, skipped: 0, output: "" }
      : { passed: 0, failed: 1, skipped: 0, output: `$ ${program} ${args.join(" ")}\n${output}` };
  },
});

/** Biome's configuration holds the rules of import direction, import cycles and Node built-ins. */
export const workspaceChecks = [
  command("format, lint, import direction (biome)", "biome", "ci", "--error-on-warnings"),
  command("types (tsc)", "tsc", "-p", "tsconfig.json"),
  command("build (turbo, tsup)", "turbo", "run", "build", "--output-logs=errors-only"),
  command("unused files, exports, dependencies (knip)", "knip"),
];

/** publint and arethetypeswrong on each package's tarball, which is packed into `folder`. */
export async function packageChecks(folder) {
  const checks = [];
  for (const { name, manifest, tarball } of await pack(folder)) {
    checks.push(command(`${name}: package (publint)`, "publint", tarball, "--strict"));
    if (manifest.exports)
      checks.push(command(`${name}: declarations (attw)`, "attw", tarball, "--profile", "node16"));
  }
  return checks;
}

/** The short form of every attack on what is promised of hostile files, kills, failing disks and hard numbers. */
export const tortureChecks = attackNames.map((name) =>
  command(`torture: ${name}`, "node", "torture/run.mjs", "--only", name),
);

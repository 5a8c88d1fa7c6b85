import { run } from "./process.mjs";
import { pnpmSpec } from "./toolchain.mjs";

/** What pnpm says where the registry has no advisories, or cannot be asked. */
const NOT_OFFERED =
  /ERR_PNPM_AUDIT_(BAD_RESPONSE|ENDPOINT_NOT_EXISTS)|ENOTFOUND|ECONNREFUSED|EAI_AGAIN|error sending request/;

/**
 * Asks the registry for known vulnerabilities of what the published packages bring, and says what it found; a registry
 * that offers no such list is no failure, but said.
 */
export async function audit(args) {
  const { code, output } = await run("npx", ["-y", await pnpmSpec(), "audit", "--prod", ...args]);
  const isOffered = !NOT_OFFERED.test(output);
  console.log(
    isOffered
      ? output.trimEnd()
      : `Nothing was checked: this registry offers no advisories.\n${output.trimEnd()}`,
  );
  return isOffered ? code : 0;
}

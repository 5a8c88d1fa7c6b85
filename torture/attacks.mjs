import { readFileSync } from "node:fs";

/** Every attack, in the order in which they run and are reported: `attacks/<name>.attack.mjs`. */
export const attackNames = [
  "fuzz",
  "coverage",
  "monsters",
  "kill",
  "studio",
  "faults",
  "numbers",
  "determinism",
  "cancel",
];

const file = (name) => new URL(`attacks/${name}.attack.mjs`, import.meta.url);

/**
 * An attack: its title, the promise of ours that it attacks, the counts of the short form, the function that attacks, and
 * its docstring, which says what would be a failure and which the report shows, so that it is written once.
 */
export async function loadAttack(name) {
  const { title, promise, short, attack } = await import(file(name));
  const [, comment] = /^\/\*\*\n([\s\S]*?)\n \*\//.exec(readFileSync(file(name), "utf8"));
  const about = comment.replace(/^ \* ?/gm, "").replace(/(\S)\n(?=[^\s-])/g, "$1 ");
  return { name, title, promise, short, attack, about };
}

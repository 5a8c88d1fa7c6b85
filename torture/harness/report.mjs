import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { attackNames, loadAttack } from "../attacks.mjs";
import { sumCounts } from "./record.mjs";

const number = new Intl.NumberFormat("en-US").format;

/** Counts in words: `200,000 inputs, 12,345 values`; parts of a count ("of …") are left out. */
export const countsText = (counts) =>
  Object.entries(counts)
    .filter(([name]) => !name.startsWith("of "))
    .map(([name, count]) =>
      name.startsWith("most ") ? `at most ${number(count)} ${name.slice(5)}` : `${number(count)} ${name}`,
    )
    .join(", ");

/**
 * Writes reliability.md into `folder` from what was recorded. Notes written by hand, `notes/<name>.md` in `home`, follow
 * the table of their attack, and `notes/head.md` comes first.
 */
export async function writeReport(folder, entries, home) {
  const note = async (name) => {
    const path = join(home, "notes", `${name}.md`);
    return existsSync(path) ? (await readFile(path, "utf8")).trim() : "";
  };
  const sections = [];
  const rows = [];
  for (const name of attackNames) {
    const attack = await loadAttack(name);
    const all = entries.filter((entry) => entry.attack === name);
    rows.push(summaryRow(attack, all));
    sections.push(`## ${attack.title}`, attack.about, table(all), parts(all), await note(name));
  }
  const summary = [
    "| promise | attack | what was done | failures | hours |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ];
  const text = [HEAD, await note("head"), summary.join("\n"), ...sections].filter(Boolean).join("\n\n");
  await writeFile(join(folder, "reliability.md"), `${text}\n`);
}

const HEAD = `# Reliability

What Softmax promises, and what attacks on it have given. Written by \`npm run torture -- --long\`, whose runs add up; a short form of every attack is a part of \`npm test\`. No number here is anything but a count of what was run; an input that failed is made again from its seed.`;

const hours = (entries) => (entries.reduce((sum, { seconds }) => sum + seconds, 0) / 3600).toFixed(2);
const total = (entries) => entries.reduce((sum, { counts }) => sumCounts(sum, counts), {});

/** Failures, and in which run the last of them was: what was found was mended, and the runs behind it say so. */
const failedText = ({ failed, lastFailed, runs }) =>
  failed === 0 ? "0" : `${number(failed)}, the last in run ${number(lastFailed)} of ${number(runs)}`;

function summaryRow({ name, title, promise }, entries) {
  const done = entries.length > 0 ? countsText(total(entries)) : "nothing in the long form yet";
  const link = `[${title}](#${title.toLowerCase().replaceAll(" ", "-")}) (\`--only ${name}\`)`;
  return `| ${promise} | ${link} | ${done} | ${entries.map(failedText).join("; ")} | ${hours(entries)} |`;
}

function table(entries) {
  if (entries.length === 0) return "";
  const rows = entries.map(
    ({ commits, node, runs, seconds, seeds, counts, ...entry }) =>
      `| ${node} | ${commitsText(commits)} | ${number(runs)} | ${number(Math.round(seconds))} | ${seeds.join("–")} | ${countsText(counts)} | ${failedText({ runs, ...entry })} |`,
  );
  return [
    "| Node | commits | runs | seconds | seeds | done | failures |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

const commitsText = (commits) =>
  commits.length === 1 ? commits[0] : `${commits.length}, ${commits[0]} to ${commits.at(-1)}`;

/** What the counts are made of. */
function parts(entries) {
  const counts = Object.entries(total(entries)).filter(([name]) => name.startsWith("of "));
  return counts.length === 0
    ? ""
    : `Of these, ${counts.map(([name, count]) => `${name.slice(3)} ${number(count)}`).join(", ")}.`;
}

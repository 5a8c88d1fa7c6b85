import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { attackNames, loadAttack } from "../attacks.mjs";
import { promises } from "../promises.mjs";
import { matrixTable } from "./matrix.mjs";
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
  const attacks = await Promise.all(attackNames.map(loadAttack));
  const sections = [];
  const rows = [];
  for (const attack of attacks) {
    const all = entries.filter((entry) => entry.attack === attack.name);
    rows.push(summaryRow(attack, all));
    const matrix = matrixTable(Object.assign({}, ...all.map((entry) => entry.matrix)));
    sections.push(
      `## ${attack.title}`,
      attack.about,
      table(all),
      matrix,
      parts(all),
      await note(attack.name),
    );
  }
  const summary = [
    "| promise | attack | what was done | failures | hours |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ];
  const text = [HEAD, await note("head"), summary.join("\n"), ...promised(attacks), ...sections]
    .filter(Boolean)
    .join("\n\n");
  await writeFile(join(folder, "reliability.md"), `${text}\n`);
}

const HEAD = `# Reliability

What Softmax promises, and what attacks on it have given. Written by \`npm run torture -- --long\`, whose runs add up; a short form of every attack is a part of \`npm test\`. No number here is anything but a count of what was run; an input that failed is made again from its seed.`;

const anchor = (title) => `#${title.toLowerCase().replaceAll(" ", "-")}`;

/** Each promise, and everything that attacks it. */
function promised(attacks) {
  return [
    "## What attacks each promise",
    ...promises.map(({ number, title, promise, tests }) => {
      const own = attacks
        .filter((attack) => attack.promise === number)
        .map(
          ({ name, title }) =>
            `- [${title}](${anchor(title)}), the attack [${name}](../torture/attacks/${name}.attack.mjs)`,
        );
      const files = tests.map(([path, what]) => `- [${path}](../${path}): ${what}`);
      return [`**${number}. ${title}.** ${promise}`, "", ...own, ...files].join("\n");
    }),
  ];
}

const hours = (entries) => (entries.reduce((sum, { seconds }) => sum + seconds, 0) / 3600).toFixed(2);
const total = (entries) => entries.reduce((sum, { counts }) => sumCounts(sum, counts), {});

/** Failures, and in which run the last of them was: what was found was mended, and the runs behind it say so. */
const failedText = ({ failed, lastFailed, runs }) =>
  failed === 0 ? "0" : `${number(failed)}, the last in run ${number(lastFailed)} of ${number(runs)}`;

function summaryRow({ name, title, promise }, entries) {
  const done = entries.length > 0 ? countsText(total(entries)) : "nothing in the long form yet";
  const link = `[${title}](${anchor(title)}) (\`--only ${name}\`)`;
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

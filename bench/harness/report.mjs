import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { benchmarkNames, loadBenchmark } from "../benchmarks.mjs";
import { writeWhole } from "./cache.mjs";
import { duration, number, percent } from "./format.mjs";
import { lineChart } from "./plot.mjs";

/**
 * Writes `benchmarks.md` and `plots/*.svg` into `folder` from whole results (`store.mjs`), by name. Notes written by hand,
 * `notes/<name>.md` beside the results, follow the tables of their benchmark.
 */
export async function writeReport(folder, results, notesFolder) {
  const sections = [];
  const measured = [];
  for (const name of benchmarkNames) {
    const result = results.get(name);
    if (!result) continue;
    const { title, about } = await loadBenchmark(name);
    measured.push(result);
    for (const plot of result.plots)
      await writeWhole(join(folder, "plots", `${plot.file}.svg`), lineChart(plot));
    const note = join(notesFolder, `${name}.md`);
    sections.push(
      section({ title, about, result, note: existsSync(note) ? await readFile(note, "utf8") : "" }),
    );
  }
  if (measured.length === 0) return;
  const text = [HEAD, goals(measured), machine(measured), missing(measured), ...sections]
    .filter(Boolean)
    .join("\n\n");
  await writeWhole(join(folder, "benchmarks.md"), `${text}\n`);
}

const HEAD = `# Benchmarks

Written by \`npm run bench\`, which builds, measures this software and others on the same data in turns, and writes this page; \`npm run bench -- fashion text\` measures some of it again. How it is done: [bench/README.md](../bench/README.md). Compare ratios, not times: those are of this machine. A time is the median of its runs, with the shortest and the longest in brackets.`;

/** Goals by work, newest Node beside Node 20. */
function goals(results) {
  const works = new Map();
  for (const goal of results.flatMap((result) => result.goals)) {
    const row = works.get(goal.work) ?? { goal: goal.goal };
    works.set(goal.work, { ...row, [goal.node]: `${goal.met ? "✓" : "✗"} ${goal.text}` });
  }
  if (works.size === 0) return "";
  const rows = [...works].map(([work, { goal, newest = "not measured", oldest = "not measured" }]) => [
    work,
    goal,
    newest,
    oldest,
  ]);
  return `## Goals\n\n${markdownTable({ columns: ["work", "goal", "newest Node", "Node 20"], rows })}`;
}

function machine(results) {
  const latest = results.toSorted((a, b) => a.measured.localeCompare(b.measured)).at(-1);
  const { processor, cores, memory, system } = latest.machine;
  const versions = Object.entries(latest.versions).map(([what, version]) => `${what} ${version}`);
  const others = results.filter((result) => result.machine.processor !== processor);
  const warning = others.length
    ? `\n\n**Measured on another machine:** ${others.map(({ name, machine: { processor: where } }) => `${name} (${where})`).join(", ")}.`
    : "";
  return [
    "## Machine and versions",
    "",
    `${processor}, ${cores} cores, ${memory}, ${system}.`,
    "",
    `${versions.join(", ")}.${warning}`,
    "",
    "How noisy it was: before each round of turns the machine's own peak is measured, one core's multiply-adds, which should always be the same.",
    "",
    markdownTable({
      columns: [
        "benchmark",
        "measured",
        "took",
        "peak, GFLOP/s",
        "varied by",
        "taken by the host",
        "load before",
      ],
      rows: results.map(({ name, measured, seconds, noise }) => [
        name,
        measured.slice(0, 16).replace("T", " "),
        duration(seconds),
        noise.peak === undefined ? "" : number(noise.peak),
        noise.peakSpread === undefined ? "" : percent(noise.peakSpread),
        noise.stolen === undefined ? "" : percent(noise.stolen),
        number(noise.loadBefore),
      ]),
    }),
  ].join("\n");
}

function missing(results) {
  const reasons = new Map();
  for (const { name, missing: absent } of results)
    for (const { label, reason } of absent) {
      const key = `${label}: ${reason}`;
      reasons.set(key, [...new Set([...(reasons.get(key) ?? []), name])]);
    }
  if (reasons.size === 0) return "";
  const lines = [...reasons].map(([reason, names]) => `- ${reason} (${names.join(", ")})`);
  return `## Not here\n\n${lines.join("\n")}`;
}

function section({ title, about, result, note }) {
  const parts = [`## ${title}`, about];
  for (const plot of result.plots) parts.push(`![${plot.title}](plots/${plot.file}.svg)`);
  for (const table of result.tables) parts.push(`### ${table.caption}`, markdownTable(table));
  if (note) parts.push(note.trim());
  return parts.join("\n\n");
}

/** A table padded so that its text is readable too. */
function markdownTable({ columns, rows }) {
  const cells = [columns, ...rows].map((row) => row.map((cell) => String(cell).replaceAll("|", "\\|")));
  const widths = columns.map((_, j) => Math.max(3, ...cells.map((row) => [...row[j]].length)));
  const lines = cells.map(
    (row) => `| ${row.map((cell, j) => cell + " ".repeat(widths[j] - [...cell].length)).join(" | ")} |`,
  );
  lines.splice(1, 0, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`);
  return lines.join("\n");
}

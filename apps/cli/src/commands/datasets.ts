import { type DatasetInfo, listDatasets } from "@softmax/datasets";
import { Command } from "commander";
import { count, plural } from "../output/numbers.js";
import { printJson, printLines, widthOf } from "../output/print.js";
import { type Style, styleOf } from "../output/style.js";
import { pad, wrap } from "../output/width.js";

export const datasetsCommand = (): Command =>
  new Command("datasets")
    .option("--json", "Print one JSON object.")
    .action(async ({ json }: { json?: boolean }) => {
      const datasets = listDatasets();
      if (json) return printJson({ datasets });
      return printLines(datasetLines(datasets, widthOf(process.stdout), styleOf(process.stdout)));
    });

const headings = {
  bundled: "Real data that come along",
  generated: "Drawn at random; --seed N draws others",
} as const;

/** The list, as lines for a terminal of so many columns. */
export function datasetLines(datasets: readonly DatasetInfo[], columns: number, style: Style): string[] {
  const indent = Math.max(...datasets.map(({ name }) => name.length)) + 4;
  const of = (kind: DatasetInfo["kind"]) =>
    datasets
      .filter((info) => info.kind === kind)
      .flatMap((info) => [...entryLines(info, indent, columns, style), ""]);
  return [
    style.dim(headings.bundled),
    "",
    ...of("bundled"),
    style.dim(headings.generated),
    "",
    ...of("generated").filter((line) => line !== ""),
  ];
}

function entryLines(info: DatasetInfo, indent: number, columns: number, style: Style): string[] {
  const { name, nSamples, nFeatures, nClasses, description, source, license } = info;
  const size = `${count(nSamples)} × ${nFeatures}, ${plural(nClasses, "class", "classes")}`;
  const texts = [
    ...wrap(`${description}. ${size}.`, columns - indent),
    ...(source === "" ? [] : wrap(`${license} · ${source}`, columns - indent).map(style.dim)),
  ];
  return texts.map((text, k) => pad(k === 0 ? `  ${style.bold(name)}` : "", indent) + text);
}

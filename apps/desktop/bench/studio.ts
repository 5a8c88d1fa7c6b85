import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { type InputReport, makeInputs } from "../test/inputs.js";
import { openBench, type Studio } from "../test/studio.js";
import { type DragReport, dragChapters } from "./drags.js";

const data = fileURLToPath(new URL("../../../../shared/data/fashion-mnist", import.meta.url));
/** Frames between two inputs: together with those that the inputs take, more than 600. */
const pause = 14;

const page = fileURLToPath(new URL("../../../docs/studio-benchmarks.md", import.meta.url));

/** Drags the figures of the Learn view, trains Fashion-MNIST while 50 inputs are made, prints what the page went through, and writes it down. */
export async function benchStudio(): Promise<number> {
  if (!existsSync(data)) return refused(`${data}: not there; it takes the four IDX files of Fashion-MNIST`);
  const bench = await openBench();
  if (typeof bench === "string") return refused(bench);
  try {
    const studio = await bench.launch();
    const drags = await dragChapters(studio.page);
    await startFashion(studio);
    const report = await makeInputs(studio.page, 50, pause);
    const training = await studio.page.getByRole("button", { name: "Pause" }).isVisible();
    const text = markdown(report, drags, training, await software(studio));
    console.log(text);
    await writeFile(page, text);
    return report.answered === report.inputs ? 0 : 1;
  } finally {
    await bench.close();
  }
}

function refused(sentence: string): number {
  console.error(sentence);
  return 1;
}

/** Opens the folder and trains on it, by a method that goes on long enough. */
async function startFashion(studio: Studio): Promise<void> {
  const { page: window } = studio;
  await studio.chooseInDialog(data);
  await window.getByRole("navigation", { name: "Views" }).getByRole("button", { name: "Data" }).click();
  await window.getByRole("button", { name: "Open a folder…" }).click();
  await window.getByRole("button", { name: "Continue to training" }).click({ timeout: 60_000 });
  await window.getByRole("button", { name: "Start" }).click();
  await window.getByRole("figure", { name: "Weights of each class" }).waitFor({ timeout: 60_000 });
}

/** How the window is drawn, in Chromium's words. */
const software = ({ app }: Studio) =>
  app.evaluate(
    ({ app: electron }) =>
      `${process.versions.electron}, drawing in ${electron.getGPUFeatureStatus().gpu_compositing}`,
  );

function markdown(
  { inputs, answered, latencies, frames, longTasks }: InputReport,
  drags: readonly DragReport[],
  training: boolean,
  how: string,
) {
  const row = (name: string, values: readonly number[]) =>
    `| ${name} | ${[0.5, 0.95, 0.99, 1].map((share) => quantile(values, share)).join(" | ")} |`;
  return `# Benchmarks of Softmax Studio

\`npm run bench:studio\` trains Fashion-MNIST (60,000 images of 784 pixels) from its IDX files, by the method that \`auto\` takes, while ${inputs} inputs are made in the Train view, with a mouse and a keyboard: tabs, the log axis, the slider. It ends with an error where one is not answered.

${cpus().length} × ${cpus()[0].model}; Electron ${how}. ${answered} of ${inputs} inputs were answered${training ? ", training going on to the last" : ""}.

| milliseconds | median | 95 % | 99 % | most |
| --- | ---: | ---: | ---: | ---: |
${row("from an input, as the system has it, to the frame that shows it", latencies)}
${row("from frame to frame", frames)}
${row("tasks above 50 ms", longTasks)}

${longTasks.length} tasks were above 50 ms, of ${frames.length} frames. The goal is 60 frames a second, no task above 50 ms and an answer within 100 ms on a machine with a graphics card; where Chromium draws in software, on the cores that train, this is what is left.

## Learn

The first handle of every chapter's figure, dragged to 120 places. Milliseconds from frame to frame.

| chapter | median | 95 % | 99 % | most | tasks above 50 ms |
| --- | ---: | ---: | ---: | ---: | ---: |
${drags.map(({ chapter, frames, longTasks }) => `${row(chapter, frames)} ${longTasks.length} |`).join("\n")}
`;
}

function quantile(values: readonly number[], share: number): string {
  if (values.length === 0) return "–";
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)].toFixed(0);
}

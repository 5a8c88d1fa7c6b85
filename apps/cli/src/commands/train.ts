import { readDataset } from "@softmax/datasets/node";
import { train as trainModel } from "@softmax/trainer";
import { createRun, freshRunPath, recordRun } from "@softmax/trainer/node";

export async function train(data: string, flags: Record<string, any>): Promise<void> {
  const { out, json, ...options } = flags;
  if (options.standardize) delete options.standardize;
  const dataset = await readDataset(data);
  const path = out ?? (await freshRunPath("runs", dataset.name.replace(/\..*$/, "")));
  const run = await createRun(path, { data }, options);
  for await (const event of recordRun(run, trainModel(dataset, options))) {
    if (event.type !== "end") continue;
    const { model, config, ...summary } = event.result;
    if (json) process.stdout.write(`${JSON.stringify({ run: path, ...summary, classes: model.classes, config })}\n`);
    else process.stdout.write(`${summary.message}\n`);
  }
}

import { readDataset } from "@softmax/datasets/node";
import { readModel } from "@softmax/trainer/node";

export async function predict(modelPath: string, data: string): Promise<void> {
  const model = await readModel(modelPath);
  const labels = model.predict(await readDataset(data));
  process.stdout.write(`prediction\n${labels.join("\n")}\n`);
}

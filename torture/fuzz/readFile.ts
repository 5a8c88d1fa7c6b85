import { readDataset } from "@softmax/datasets/node";
import { readModel } from "@softmax/trainer/node";

/** Reads the file, if one is named, and prints what was thrown and the most memory that this process has had. */
const [path] = process.argv.slice(2);
let error: { name: string; message: string } | undefined;
try {
  if (path?.endsWith(".safetensors")) await readModel(path);
  else if (path !== undefined) await readDataset(path);
} catch (thrown) {
  const { name, message } = thrown as Error;
  error = { name, message };
}
console.log(JSON.stringify({ memory: 1024 * process.resourceUsage().maxRSS, error }));

import type { Command } from "commander";

/** A command and where to find it: nothing of it is loaded before it is asked for. */
export interface Entry {
  readonly usage: string;
  readonly summary: string;
  readonly examples: readonly (readonly [command: string, what: string])[];
  load(): Promise<() => Command>;
}

/** Every command, in the order of `--help`. */
export const entries: Readonly<Record<string, Entry>> = {
  train: {
    usage: "train <data>",
    summary: "learn a classifier from labeled data",
    examples: [
      ["softmax train iris", "bundled data"],
      ["softmax train flowers.csv --label kind --test-size 0.2", "hold out a fifth"],
      ["softmax train fashion-mnist/ --scale 1/255 --l2 1e-4", "images, pixels 0 to 1"],
      ["softmax train sms.tsv --solver adam --epochs 5", "text, by mini-batches"],
      ["softmax train --resume runs/flowers-1", "after an interruption"],
      ["softmax train big.parquet --memory 512MB", "larger than memory"],
      ["softmax train 's3a://b/*.parquet' --engine spark", "in a Spark cluster"],
    ],
    load: async () => (await import("./commands/train.js")).trainCommand,
  },
  predict: {
    usage: "predict <model> <data>",
    summary: "label new rows",
    examples: [
      ["softmax predict runs/flowers-1 new.csv", "in the order of the rows"],
      ["softmax predict runs/flowers-1 new.csv --probabilities", "a column a class"],
      ["softmax predict runs/flowers-1 - < new.csv", "from standard input"],
    ],
    load: async () => (await import("./commands/predict.js")).predictCommand,
  },
  evaluate: {
    usage: "evaluate <model> <data>",
    summary: "measure a model on labeled data",
    examples: [
      ["softmax evaluate runs/flowers-1 held-out.csv", ""],
      ["softmax evaluate runs/flowers-1 held-out.csv --json | jq .logLoss", ""],
    ],
    load: async () => (await import("./commands/evaluate.js")).evaluateCommand,
  },
  inspect: {
    usage: "inspect <model>",
    summary: "look into a model or a run",
    examples: [
      ["softmax inspect runs/digits-1", "how it came about, and what it looks at"],
      ["softmax inspect model.safetensors --json", "all of it but the weights"],
    ],
    load: async () => (await import("./commands/inspect.js")).inspectCommand,
  },
  tune: {
    usage: "tune <data>",
    summary: "choose the penalty by cross-validation",
    examples: [
      ["softmax tune wine", "five folds, a path of l2 from strong to weak"],
      ["softmax tune genes.csv --cv 10 --l1-ratio 0.5", "elastic net"],
      ["softmax tune wine --penalties 1,0.1,0.01 --json", ""],
    ],
    load: async () => (await import("./commands/tune.js")).tuneCommand,
  },
  datasets: {
    usage: "datasets",
    summary: "list the data sets that come along",
    examples: [["softmax datasets", ""]],
    load: async () => (await import("./commands/datasets.js")).datasetsCommand,
  },
  cache: {
    usage: "cache",
    summary: "list or delete encoded rows that are kept for the next run",
    examples: [
      ["softmax cache", "what train --memory has left, and how large it is"],
      ["softmax cache --clear", ""],
    ],
    load: async () => (await import("./commands/cache.js")).cacheCommand,
  },
  completion: {
    usage: "completion <shell>",
    summary: "print a script for tab completion",
    examples: [
      ["source <(softmax completion bash)", "in ~/.bashrc"],
      ["source <(softmax completion zsh)", "in ~/.zshrc, after compinit"],
      ["softmax completion fish | source", "in ~/.config/fish/config.fish"],
    ],
    load: async () => {
      const { completionCommand } = await import("./commands/completion.js");
      return () => completionCommand(entries);
    },
  },
};

#!/usr/bin/env node
import { Command } from "commander";
import { train } from "./commands/train.js";
import { predict } from "./commands/predict.js";

const program = new Command("softmax").description("Train, evaluate and use softmax classifiers.");
program
  .command("train <data>")
  .option("--label <column>")
  .option("--l2 <x>", "", Number)
  .option("--C <x>", "", Number)
  .option("--no-standardize")
  .option("--precision <p>")
  .option("--out <dir>")
  .option("--json")
  .action(train);
program.command("predict <model> <data>").option("--probabilities").action(predict);
await program.parseAsync();

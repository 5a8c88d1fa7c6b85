import { Argument, Command } from "commander";
import { bashCompletion, type Completable, fishCompletion, zshCompletion } from "../completions.js";
import type { Entry } from "../entries.js";
import { usageError } from "../failure.js";
import { print } from "../output/print.js";

const shells = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

export const completionCommand = (entries: Readonly<Record<string, Entry>>): Command =>
  new Command("completion")
    .addArgument(new Argument("<shell>", "bash, zsh or fish").argParser(parseShell))
    .action(async (shell: keyof typeof shells) => print(shells[shell](await completable(entries))));

function parseShell(text: string): string {
  if (Object.hasOwn(shells, text)) return text;
  throw usageError(
    `completion: found ${JSON.stringify(text)}, expected one of ${Object.keys(shells).join(", ")}`,
  );
}

/** All commands with their flags. */
const completable = (entries: Readonly<Record<string, Entry>>): Promise<Completable[]> =>
  Promise.all(
    Object.entries(entries).map(async ([name, { summary, load }]) => {
      const command = name === "completion" ? undefined : (await load())();
      const flags = (command?.options ?? []).map(({ long, description, required, argChoices }) => ({
        name: long!,
        description,
        takesValue: required,
        choices: argChoices ?? [],
      }));
      return { name, summary, flags };
    }),
  );

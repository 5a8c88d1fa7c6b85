import { Command, CommanderError } from "commander";
import manifest from "../package.json";
import { type Entry, entries } from "./entries.js";
import { styleOf } from "./output/style.js";

/** Runs a command line, without the program's name, and resolves to the exit code. */
export async function run(args: readonly string[]): Promise<number> {
  const debug = args.includes("--debug");
  try {
    const program = await programFor(args);
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: "user" });
    return 0;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0;
    const { failureOf } = await import("./failure.js"); // it has the trainer's names of options, which --version can do without
    const { exitCode, message } = failureOf(thrown);
    process.stderr.write(`${styleOf(process.stderr).red("softmax:")} ${message}\n`);
    if (debug && thrown instanceof Error) process.stderr.write(`${thrown.stack}\n`);
    return exitCode;
  }
}

/** The program with the command that the arguments ask for; the others are there in name only. */
async function programFor(args: readonly string[]): Promise<Command> {
  const asked = args.filter((arg) => !arg.startsWith("-")).find((arg) => arg !== "help");
  const program = new Command("softmax")
    .usage("<command> [options]")
    .description("Trains softmax classifiers to a proven optimum, evaluates them and predicts.")
    .version(manifest.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print the help of a command")
    .configureHelp({
      subcommandTerm: (command) => usageOf(command.name()),
      optionDescription: ({ description }) => description,
      styleTitle: bold,
    })
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  for (const [name, entry] of Object.entries(entries)) {
    const command = name === asked ? (await entry.load())() : new Command(name);
    program.addCommand(command.summary(entry.summary).copyInheritedSettings(program));
    if (name === asked) addHelp(command, entry);
  }
  return program.addHelpText("after", examplesText(firstSteps));
}

const bold = (title: string): string => styleOf(process.stdout).bold(title);

const firstSteps: Entry["examples"] = [
  ["softmax train iris", "learn from bundled data"],
  ["softmax predict runs/iris-1 iris", "use what was learned"],
  ["softmax train --help", "every option"],
];

const usageOf = (name: string): string => entries[name]?.usage ?? name;

/** What all commands have in common. */
function addHelp(command: Command, { summary, examples }: Entry): void {
  command
    .description(`${summary[0].toUpperCase()}${summary.slice(1)}.`)
    .optionsGroup("Help:")
    .option("--debug", "Show where an error comes from.")
    .helpOption("-h, --help", "Print this.")
    .addHelpText("after", examplesText(examples));
}

function examplesText(examples: Entry["examples"]): string {
  const width = Math.max(...examples.map(([command]) => command.length));
  return `\n${bold("Examples:")}\n${examples.map(([command, what]) => `  ${command.padEnd(width)}  ${what}`.trimEnd()).join("\n")}`;
}

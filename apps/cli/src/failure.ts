import { flagOf } from "@softmax/trainer";

/** Why the program ends with another exit code than 0, in a sentence for the user. */
export class Failure extends Error {
  override readonly name = "Failure";

  constructor(
    readonly exitCode: number,
    sentence: string,
  ) {
    super(sentence);
  }
}

/** Exit codes; 128 + n after signal n, as shells have it. */
export const exitCodes = {
  unexpected: 1,
  usage: 2,
  data: 3,
  notConverged: 4,
  different: 5,
  interrupted: 130,
} as const;

/** A command line that does not mean anything. */
export const usageError = (sentence: string): Failure => new Failure(exitCodes.usage, sentence);

/** What to tell the user about anything that was thrown, and the exit code that goes with it. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  if (isCommanderError(error)) return new Failure(exitCodes.usage, oneSentence(error.message));
  if (error.name === "ConfigError") return usageError(withFlagNames(withLeadingFlag(error.message)));
  if (["DataError", "FormatError", "SparkError"].includes(error.name))
    return new Failure(exitCodes.data, withFlagNames(error.message));
  if (isSystemError(error)) return new Failure(exitCodes.data, explainSystemError(error));
  return new Failure(
    exitCodes.unexpected,
    `${error.message || error.name} (this should not happen: please report it, with the command and what it prints with --debug)`,
  );
}

const isCommanderError = (error: Error): boolean =>
  "code" in error && `${error.code}`.startsWith("commander.");

/** Commander's `error: …\n(Did you mean --x?)` and `…. Expected 1 argument but got 2.` */
const oneSentence = (message: string): string =>
  message
    .replace(/^error: /, "")
    .replace(/\n\(Did you mean (.*)\?\)$/, "; did you mean $1?")
    .replace(
      /\. Expected (\d+) arguments? but got (\d+)/,
      ": expected $1, found $2; a glob has to be in quotes",
    )
    .replace(/\.$/, "");

/**
 * Options of the configuration as the command line spells them: the one or two that a sentence begins with, the one
 * that it advises to raise, and any word in camel case, which no prose is. Names in quotes are the user's own, names
 * before a colon are functions or files, and what a slash, a hyphen or a dot is beside is a part of a path.
 */
export function withFlagNames(sentence: string): string {
  return sentence
    .replace(/^(\w+)(?= watches )/, (name) => flagOf(name))
    .replace(/(?<=; raise )\w+/, (name) => flagOf(name))
    .replace(/^(\w+) and (\w+)(?= both )/, (_, a, b) => `${flagOf(a)} and ${flagOf(b)}`)
    .replace(/(?<!["\w/\\.-])[a-z]+(?:[A-Z][a-z]+)+\b(?!["(:/\\.-])/g, (name) => flagOf(name));
}

/** `l2: found …` as `--l2: found …`. */
const withLeadingFlag = (sentence: string): string =>
  sentence.replace(/^(?!tune:)\w+(?=: )/, (name) => flagOf(name));

const isSystemError = (error: Error): error is NodeJS.ErrnoException => "syscall" in error && "code" in error;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EACCES: "permission denied",
  EPERM: "not permitted",
  EROFS: "the file system is read-only",
  EISDIR: "is a folder, expected a file",
  ENOTDIR: "a part of the path is not a folder",
  EEXIST: "exists already",
  ENOSPC: "no space is left on the device",
};

/** Files that are replaced as a whole are first written beside themselves, under a name that nobody asked for. */
function explainSystemError({ path, code = "", message }: NodeJS.ErrnoException): string {
  const reason = reasons[code] ?? message;
  return path === undefined ? reason : `${path.replace(/\.\d+\.tmp$/, "")}: ${reason}`;
}

import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { bashCompletion, fishCompletion, zshCompletion } from "./completions.js";

const commands = [
  {
    name: "train",
    summary: "learn it's easy",
    flags: [
      { name: "--solver", description: "How [fast]: very", takesValue: true, choices: ["auto", "adam"] },
      { name: "--seed", description: "Start", takesValue: true, choices: [] },
      { name: "--json", description: "Print", takesValue: false, choices: [] },
    ],
  },
  { name: "tune", summary: "choose", flags: [] },
];

/** What bash offers after these words, the last of which is being typed. */
function offered(...words: string[]): string[] {
  const script = `${bashCompletion(commands)}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}
_softmax; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const printed = execFileSync("bash", ["-c", script], { encoding: "utf8" });
  return printed.split("\n").filter((word) => word !== "");
}

test.skipIf(process.platform === "win32")(
  "bash offers commands, then flags, then a flag's choices, else files",
  () => {
    expect(offered("softmax", "t")).toEqual(["train", "tune"]);
    expect(offered("softmax", "train", "--s")).toEqual(["--solver", "--seed"]);
    expect(offered("softmax", "train", "--solver", "a")).toEqual(["auto", "adam"]);
    expect(offered("softmax", "train", "da")).toEqual([]);
    expect(offered("softmax", "tune", "--")).toEqual([]);
  },
);

test("zsh and fish have the descriptions, quoted for them", () => {
  expect(zshCompletion(commands)).toContain(String.raw`'--solver[How \[fast\]\: very]:value:(auto adam)'`);
  expect(zshCompletion(commands)).toContain(String.raw`'train:learn it'\''s easy'`);
  expect(fishCompletion(commands)).toContain(String.raw`-a train -d 'learn it\'s easy'`);
  expect(fishCompletion(commands)).toContain("-l solver -x -a 'auto adam' -d 'How [fast]: very'");
  expect(fishCompletion(commands)).toContain("-l json -d 'Print'");
});

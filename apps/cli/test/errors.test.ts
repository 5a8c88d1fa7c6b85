import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { useCli } from "./cli.js";

const { folder, softmax, read } = useCli();

beforeAll(async () => {
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write("ok.csv", "a,b,kind\n1,2,x\n2,3,y\n3,4,x\n9,8,y\n");
  write("ragged.csv", "a,b,kind\n1,2,x\n2,3\n3,4,x\n");
  write("quote.csv", 'a,b,kind\n1,2,x\n2,"3"4,y\n');
  const numbers = Array.from({ length: 50 }, (_, i) => `${i % 7},${i % 5}.5,${i % 2 ? "x" : "y"}`);
  write("stray.csv", `a,b,kind\n${numbers.join("\n")}\n1,oops,x\n`);
  write("one.csv", "a,kind\n1,x\n2,x\n");
  write("dates.csv", "day,kind\n2024-01-01,x\n2024-01-02,y\n2024-01-03,x\n");
  write("image.bin", "\0\0\0nothing that we know");
  const { code, stderr } = await softmax(["train", "ok.csv", "--label", "kind", "--out", "model", "--quiet"]);
  expect(code, stderr).toBe(0);
  const model = read("model/model.safetensors");
  writeFileSync(join(folder, "cut.safetensors"), model.subarray(0, -9));
  const damaged = Buffer.from(model);
  damaged.write("7", damaged.indexOf('formatVersion\\":1') + 'formatVersion\\":'.length);
  damaged.write("other", damaged.indexOf("crc32"));
  writeFileSync(join(folder, "newer.safetensors"), damaged);
});

const usage: [string, string][] = [
  ["trian ok.csv", "unknown command 'trian'; did you mean train?"],
  ["frobnicate", "unknown command 'frobnicate'"],
  ["train", "train: no data given; expected a file, a folder or a data set's name"],
  ["train ok.csv other.csv", "too many arguments for 'train': expected 1, found 2"],
  ["train ok.csv --lable kind", "unknown option '--lable'; did you mean --label?"],
  ["train ok.csv --l2", "option '--l2 <x>' argument missing"],
  ["train ok.csv --l2 abc", '--l2: found "abc", expected a number ≥ 0'],
  ["train ok.csv --l2 -1", '--l2: found "-1", expected a number ≥ 0'],
  ["train ok.csv --epochs 0.5", '--epochs: found "0.5", expected a whole number ≥ 1'],
  ["train ok.csv --loss log", '--loss: found "log", expected one of cross-entropy'],
  ["train ok.csv --label kind --l2 1 --C 1", "--l2 and --C both set the same penalty; give one of them"],
  ["train ok.csv --label kind --features a --drop b", "--features and --drop both choose the columns"],
  ["train ok.csv --label kind --epochs 3", "--epochs: belongs to the mini-batch solvers"],
  [
    "train ok.csv --label kind --solver adam --patience 3",
    "--patience watches the validation loss; set --validation-size",
  ],
  ["train ok.csv --label kind --solver adam --l1 1", "--solver: adam cannot minimize an l1 penalty"],
  [
    "train ok.csv --label kind --loss focal --label-smoothing 0.1",
    "--label-smoothing: belongs to the loss cross-entropy",
  ],
  ["train ok.csv --test ok.csv --test-size 0.5", "--test and --test-size both set the test rows"],
  ["train --resume model --l2 1", "--l2 does not go with --resume"],
  ["train --resume model --out x", "--out does not go with --resume"],
  ["predict", "missing required argument 'model'"],
  ["predict model ok.csv --format xml", '--format: found "xml", expected one of csv, ndjson'],
  ["tune ok.csv --l2 1", "unknown option '--l2'"],
  ["tune ok.csv --cv 1", '--cv: found "1", expected a whole number ≥ 2'],
  [
    "tune ok.csv --label kind --cv 2 --penalties 1 --n-penalties 3",
    "--penalties and --n-penalties both set the path",
  ],
  ["completion tcsh", 'completion: found "tcsh", expected one of bash, zsh, fish'],
];

const data: [string, string][] = [
  ["train nowhere.csv", "nowhere.csv: no file, folder or dataset has this name"],
  ["train irs", 'irs: no file, folder or dataset has this name; did you mean "iris"?'],
  ["train data/nowhere.csv", "data/nowhere.csv: there is no folder data"],
  ["train *.svm", "*.svm: no file matches; expected at least one"],
  [
    "train ok.csv",
    'ok.csv: no column is called label, class, target or y; say which of "a", "b", "kind" to predict',
  ],
  ["train ok.csv --label knd", 'ok.csv: no column "knd"; did you mean "kind"?'],
  ["train ok.csv --label kind --drop c", 'ok.csv: no column "c"'],
  ["train ragged.csv --label kind", "ragged.csv, line 3: 2 fields, expected 3"],
  ["train quote.csv --label kind", 'quote.csv, line 3, column "b"'],
  ["train stray.csv --label kind", 'stray.csv, row 51, column "b": "oops", expected a number'],
  ["train dates.csv --label kind", "dates.csv"],
  [
    "train one.csv --label kind",
    'one.csv: column "kind" holds one class, "x", in all 2 rows; expected at least two',
  ],
  ["train image.bin", "image.bin"],
  ["train ok.csv --label kind --test iris", 'iris: no column "kind"'],
  ["train ok.csv --label kind --out ok.csv", "ok.csv: exists already"],
  ["train --resume nowhere", "nowhere: no run.json there; expected the folder of a run"],
  ["train --resume model", "model: this run has ended (converged); nothing is left to resume"],
  ["predict nowhere ok.csv", "nowhere: no such file or folder; expected a model or the folder of a run"],
  ["predict ok.csv ok.csv", "ok.csv: not a model"],
  ["predict cut.safetensors ok.csv", "cut.safetensors: not a model"],
  [
    "predict newer.safetensors ok.csv",
    "newer.safetensors: not a model: the format's version is 7; this program reads 1",
  ],
  ["predict model iris", 'iris: column "a" is missing; the model needs "a", "b"'],
  ["evaluate model iris", 'iris: no column "kind"'],
  ["inspect ok.csv", "ok.csv: not a model"],
  ["predict model ok.csv --out nowhere/p.csv", "nowhere/p.csv: no such file or folder"],
];

describe.each([
  [2, usage],
  [3, data],
] as const)("exit code %i", (exitCode, cases) => {
  test.each(cases)("softmax %s", async (line, sentence) => {
    const { code, stdout, stderr } = await softmax(line.split(" "));
    expect(stderr).toContain(sentence);
    expect(code).toBe(exitCode);
    expect(stdout).toBe("");
    expect(stderr.trimEnd().split("\n").at(-1)).toMatch(/^softmax: /);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

test("--debug shows where an error comes from", async () => {
  const { code, stderr } = await softmax(["train", "ragged.csv", "--label", "kind", "--debug"]);
  expect(code).toBe(3);
  expect(stderr).toMatch(/^ +at /m);
});

test("--json puts nothing on stdout where a run fails", async () => {
  expect((await softmax(["train", "ragged.csv", "--label", "kind", "--json"])).stdout).toBe("");
});

import { expect, it, test } from "vitest";
import { resolveSource } from "./source.js";

const readOf = (source: Parameters<typeof resolveSource>[0], model?: Parameters<typeof resolveSource>[1]) => {
  const { relation } = resolveSource(source, model);
  if (relation.relType?.case !== "read" || relation.relType.value.readType?.case !== "dataSource")
    throw new Error("no read");
  return relation.relType.value.readType.value;
};

test.each([
  ["s3a://bucket/*.parquet", "parquet"],
  ["/data/a.CSV.gz", "csv"],
  ["a.tsv", "csv"],
  ["a.ndjson", "json"],
  ["a.svm", "libsvm"],
  ["folder.parquet/", "parquet"],
])("%s is read as %s", (path, format) => {
  expect(readOf(path)).toMatchObject({ format, paths: [path] });
});

it("reads CSV as RFC 4180 has it, tabs between the fields of a .tsv", () => {
  expect(readOf("a.csv").options).toMatchObject({ header: "true", escape: '"', inferSchema: "false" });
  expect(readOf("a.tsv").options).toMatchObject({ delimiter: "\t" });
});

it("lets stated options win", () => {
  expect(readOf({ path: "a.csv", options: { delimiter: ";" } }).options).toMatchObject({ delimiter: ";" });
});

it("tells libsvm how many features a model has", () => {
  const encoders = [{ kind: "block", column: "x", nFeatures: 7, scale: 1 }] as const;
  expect(readOf("a.libsvm", { encoders }).options).toEqual({ numFeatures: "7" });
});

it("takes several paths, and names them", () => {
  expect(readOf(["a.json", "b.json"]).paths).toEqual(["a.json", "b.json"]);
  expect(resolveSource(["a.json", "b.json"]).name).toBe("a.json and 1 more");
});

test.each([["data"], [["", "a.csv"]], [[]]])("refuses %j", (path) => {
  expect(() => resolveSource(path)).toThrow(/^source: /);
});

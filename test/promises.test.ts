import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../tools/process.mjs";
import { attackNames, loadAttack } from "../torture/attacks.mjs";
import { openRecord } from "../torture/harness/record.mjs";
import { writeReport } from "../torture/harness/report.mjs";
import { promises } from "../torture/promises.mjs";

const page = join(root, "docs", "reliability.md");

describe.each(promises)("promise $number, $title", ({ tests }) => {
  test("is attacked, by tests that are there and have not been emptied", () => {
    expect(tests.length).toBeGreaterThan(0);
    expect(tests.filter(([path]) => !existsSync(join(root, path)))).toEqual([]);
    const empty = tests.filter(([path]) => !/\b(it|test)\b.*\(/.test(readFileSync(join(root, path), "utf8")));
    expect(empty).toEqual([]);
  });
});

test("every promise but the one about dependencies has attacks in torture/", async () => {
  const attacks = await Promise.all(attackNames.map(loadAttack));
  const attacked = [...new Set(attacks.map(({ promise }) => promise))].sort();
  expect(attacked).toEqual(promises.map(({ number }) => number).filter((number) => number !== 6));
});

test("docs/reliability.md is what the record and the notes give", async () => {
  const folder = mkdtempSync(join(tmpdir(), "softmax-report-"));
  const torture = join(root, "torture");
  await writeReport(folder, await openRecord(join(torture, "generated")).readAll(), torture);
  expect(readFileSync(page, "utf8")).toBe(readFileSync(join(folder, "reliability.md"), "utf8"));
  rmSync(folder, { recursive: true });
});

test("every link of docs/reliability.md leads somewhere", () => {
  const text = readFileSync(page, "utf8");
  const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, title]) =>
    title.toLowerCase().replaceAll(" ", "-"),
  );
  const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link);
  const isDead = (link: string) =>
    link.startsWith("#") ? !headings.includes(link.slice(1)) : !existsSync(join(dirname(page), link));
  expect(links.length).toBeGreaterThan(30);
  expect(links.filter(isDead)).toEqual([]);
});

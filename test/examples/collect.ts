import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root } from "../../tools/process.mjs";
import type { Resolve } from "./compile.js";
import { type Example, examplesOfMarkdown, examplesOfSource } from "./extract.js";

/** Every example of the packages' sources, of their READMEs and of docs/. */
export function collectExamples(): Example[] {
  const sources = globSync("packages/*/src/**/*.ts", { cwd: root }).filter(
    (file) => !file.endsWith(".test.ts"),
  );
  const pages = globSync(["packages/*/README.md", "docs/**/*.md", "README.md"], { cwd: root });
  return [
    ...sources.sort().flatMap((file) => examplesOfSource(file, readFileSync(join(root, file), "utf8"))),
    ...pages.sort().flatMap((file) => examplesOfMarkdown(file, readFileSync(join(root, file), "utf8"))),
  ];
}

/**
 * An example may use, without importing it, what its own file exports and what the packages export: its own
 * package first, then the others from the bottom of the workspace up.
 */
export function resolverFor(file: string): Resolve {
  const own = file.split("/")[1];
  const packages = ["tensor-core", "losses", "optim", "datasets", "trainer"].sort(
    (a, b) => Number(b === own) - Number(a === own),
  );
  const entries = packages.flatMap((name) =>
    globSync("{index,node,model}.ts", { cwd: join(root, "packages", name, "src") }).map(
      (entry) => `packages/${name}/src/${entry}`,
    ),
  );
  const candidates = file.endsWith(".ts") ? [file, ...entries] : entries;
  return (name) => {
    const from = candidates.find((candidate) => exportedNames(candidate).has(name));
    return from && join(root, from);
  };
}

const known = new Map<string, Set<string>>();

/** The names of a file's exported values. */
function exportedNames(file: string): Set<string> {
  const names = known.get(file) ?? namesIn(file);
  known.set(file, names);
  return names;
}

function namesIn(file: string): Set<string> {
  const text = readFileSync(join(root, file), "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  return new Set(source.statements.flatMap(namesOf));
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isExportDeclaration(statement) && !statement.isTypeOnly) {
    const clause = statement.exportClause;
    const specifiers = clause && ts.isNamedExports(clause) ? [...clause.elements] : [];
    return specifiers.filter(({ isTypeOnly }) => !isTypeOnly).map(({ name }) => name.text);
  }
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  const isValue = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
  return isValue && statement.name ? [statement.name.text] : [];
}

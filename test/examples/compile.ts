import ts from "typescript";
import type { Example } from "./extract.js";

/** Where a name that an example uses without importing it comes from, or undefined. */
export type Resolve = (name: string) => string | undefined;

/** The module that the checks of an example's comments come from. */
const SHOWN = new URL("./shown.ts", import.meta.url).pathname;

/**
 * Turns an example into a module: names exported by the packages are imported, and each statement with a
 * comment that shows a value becomes a check of that value.
 */
export function compileExample({ file, line, code }: Example, resolve: Resolve): string {
  const source = ts.createSourceFile("example.ts", code, ts.ScriptTarget.ES2022, true);
  const imports = [...freeNames(source)].flatMap((name) => {
    const from = resolve(name);
    return from ? [`import { ${name} } from ${JSON.stringify(from)};`] : [];
  });
  const body = source.statements.map((statement, i) => {
    const next = source.statements[i + 1]?.getStart(source) ?? code.length;
    const place = `${file}:${line + source.getLineAndCharacterOfPosition(statement.getStart(source)).line + 1}`;
    return checked(statement, code.slice(statement.end, next), place, source);
  });
  return [`import { logged, show } from ${JSON.stringify(SHOWN)};`, ...imports, ...body, "export {};"].join(
    "\n",
  );
}

/** The statement, and a check where the comment after it shows a value. */
function checked(statement: ts.Statement, after: string, place: string, source: ts.SourceFile): string {
  const text = statement.getText(source);
  const comment = shownValue(after);
  if (comment === undefined) return text;
  const check = (value: string) => `show(${value}, ${JSON.stringify(comment)}, ${JSON.stringify(place)});`;
  if (ts.isExpressionStatement(statement)) {
    const { expression } = statement;
    const isLog = ts.isCallExpression(expression) && expression.expression.getText(source) === "console.log";
    if (!isLog) return check(`(${expression.getText(source)})`);
    return check(`logged(${expression.arguments.map((argument) => argument.getText(source)).join(", ")})`);
  }
  const declared = ts.isVariableStatement(statement) && statement.declarationList.declarations[0].name;
  return declared && ts.isIdentifier(declared) ? `${text}\n${check(declared.text)}` : text;
}

const VALUE = /^(?:-?\d|[[{"'`]|(?:true|false|null|undefined|NaN)\b|-?Infinity|[A-Z]\w+ ?[[({])/;

/** The value that a comment shows: what follows an arrow, or a comment that begins like a value. */
function shownValue(after: string): string | undefined {
  const comment = [...after.matchAll(/^[ \t]*\/\/ ?(.*)$/gm)].map((match) => match[1].trim()).join(" ");
  const arrow = /^(?:→|=>) ?/.exec(comment);
  if (arrow) return comment.slice(arrow[0].length);
  return VALUE.test(comment) ? comment : undefined;
}

/** Identifiers an example mentions and does not declare; property names among them do no harm. */
function freeNames(source: ts.SourceFile): Set<string> {
  const mentioned = new Set<string>();
  const declared = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) mentioned.add(node.text);
    const name = (node as { name?: ts.Node }).name;
    if (isDeclaration(node) && name && ts.isIdentifier(name)) declared.add(name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return new Set([...mentioned].filter((name) => !declared.has(name)));
}

const isDeclaration = (node: ts.Node) =>
  ts.isVariableDeclaration(node) ||
  ts.isBindingElement(node) ||
  ts.isParameter(node) ||
  ts.isFunctionDeclaration(node) ||
  ts.isClassDeclaration(node) ||
  ts.isImportSpecifier(node) ||
  ts.isImportClause(node) ||
  ts.isNamespaceImport(node);

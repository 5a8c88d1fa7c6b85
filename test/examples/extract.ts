/** A piece of documentation that can be run: where it stands, and its code. */
export interface Example {
  readonly file: string;
  readonly line: number;
  readonly code: string;
}

/** The code after each `@example` tag of a source file's doc comments, up to the next tag; fences are optional. */
export function examplesOfSource(file: string, text: string): Example[] {
  const examples: Example[] = [];
  for (const comment of text.matchAll(/^[ \t]*\/\*\*.*?\*\//gms)) {
    const lines = comment[0].split("\n").map((line) => line.replace(/^\s*(\/\*\*|\*(?!\/))? ?/, ""));
    const first = lineOf(text, comment.index);
    lines.forEach((line, i) => {
      if (line.startsWith("@example")) examples.push({ file, line: first + i, code: codeAfter(lines, i) });
    });
  }
  return examples;
}

function codeAfter(lines: readonly string[], tag: number): string {
  const rest = lines.slice(tag + 1);
  const end = rest.findIndex((line) => /^(@\w|\s*\*\/)/.test(line));
  const code = (end === -1 ? rest : rest.slice(0, end)).filter((line) => !line.startsWith("```"));
  return code.join("\n");
}

/** The ```js and ```ts blocks of a Markdown file. */
export function examplesOfMarkdown(file: string, text: string): Example[] {
  return [...text.matchAll(/^```(?:js|ts)\n(.*?)^```$/gms)].map((block) => ({
    file,
    line: lineOf(text, block.index),
    code: block[1],
  }));
}

const lineOf = (text: string, position: number) => text.slice(0, position).split("\n").length;

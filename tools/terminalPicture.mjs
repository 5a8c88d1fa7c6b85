#!/usr/bin/env node
/**
 * Draws what a command really prints, colors included, as an SVG: `node tools/terminalPicture.mjs OUT.svg
 * "$ shown command" -- command args…`. The pictures in docs/ are made with it.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";

/** Lines of text with SGR escapes as an SVG that reads well on light and dark pages. */
function picture(lines) {
  const [charWidth, lineHeight, margin] = [8.43, 19, 22];
  const columns = Math.max(...lines.map((line) => visible(line).length));
  const [width, height] = [columns * charWidth + 2 * margin, lines.length * lineHeight + 2 * margin];
  const rows = lines.map(
    (line, i) =>
      `<text x="${margin}" y="${margin + (i + 0.75) * lineHeight}" xml:space="preserve">${spans(line)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width.toFixed(0)} ${height}" width="${width.toFixed(0)}" height="${height}">
<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d5dae3;white-space:pre}${Object.entries(
    colors,
  )
    .map(([code, style]) => `.s${code}{${style}}`)
    .join("")}</style>
<rect width="100%" height="100%" rx="10" fill="#171b23"/>
${rows.join("\n")}
</svg>
`;
}

const colors = {
  1: "font-weight:600;fill:#ffffff",
  2: "fill:#8a93a6",
  31: "fill:#ff8b7e",
  32: "fill:#7ee0a3",
  33: "fill:#f2cf7a",
  34: "fill:#7fb4ff",
  35: "fill:#d7a3ff",
  36: "fill:#76d9e6",
  90: "fill:#8a93a6",
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const escapes = /\u001b\[([\d;]*)m/g;
const visible = (line) => line.replace(escapes, "");

/** Each stretch of one style is a tspan, placed by its column so that every viewer aligns it. */
function spans(line) {
  let classes = new Set();
  let [text, at] = ["", 0];
  const parts = line.split(escapes);
  parts.forEach((part, i) => {
    if (i % 2 === 1) classes = styled(classes, part);
    else if (part) {
      const x = (22 + at * 8.43).toFixed(2);
      const length = (part.length * 8.43).toFixed(2);
      const names = [...classes].map((code) => `s${code}`).join(" ");
      text += `<tspan x="${x}" textLength="${length}" lengthAdjust="spacingAndGlyphs"${names && ` class="${names}"`}>${escaped(part)}</tspan>`;
      at += part.length;
    }
  });
  return text;
}

function styled(classes, codes) {
  const next = new Set(classes);
  for (const code of codes.split(";").map(Number)) {
    if (code === 0) next.clear();
    else if (code === 22) for (const weight of [1, 2]) next.delete(weight);
    else if (code === 39) for (const color of next) color >= 30 && next.delete(color);
    else if (code in colors) next.add(code);
  }
  return next;
}

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const [out, shown, , command, ...args] = process.argv.slice(2);
const { stdout, stderr, status } = spawnSync(command, args, {
  encoding: "utf8",
  env: { ...process.env, FORCE_COLOR: "1", COLUMNS: "84" },
});
if (status !== 0) throw new Error(`terminalPicture: ${command} ended with ${status}: ${stderr}`);
writeFileSync(out, picture([`\u001b[1m${shown}\u001b[0m`, "", ...stdout.trimEnd().split("\n")]));

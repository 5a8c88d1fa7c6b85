/**
 * Line charts on two logarithmic axes, as SVG.
 *
 * Written here rather than with a library: Observable Plot needs a DOM to run under Node, makes its legend of HTML,
 * and puts labels on top of each other where lines end together. One kind of chart that needs none of this is shorter
 * than the way around it. The file follows the reader's light or dark theme, also inside an `<img>`.
 */

const WIDTH = 860;
const HEIGHT = 460;
const MARGIN = { top: 40, right: 230, bottom: 44, left: 64 };
const LABEL_HEIGHT = 15;
/** Distinct in color and lightness, for color-blind readers too. @see Okabe & Ito, Color Universal Design (2008) */
const COLORS = ["#0072b2", "#009e73", "#cc79a7", "#56b4e9", "#a6761d", "#7570b3", "#8c8c8c", "#b8a000"];
const OURS = "#d55e00";

const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600; font-size: 13px }
  .grid { stroke: #d0d7de; stroke-width: 0.5 }
  .line { fill: none; stroke-width: 1.5; stroke-linejoin: round }
  .ours { stroke-width: 2.75 }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .grid { stroke: #3d444d } }`;

/**
 * @param chart `{title, xLabel, yLabel, series: [{label, ours, node, points: [[x, y], …]}]}`, all x and y above zero
 * @returns the SVG's text
 */
export function lineChart({ title, xLabel, yLabel, series }) {
  const points = series.flatMap((one) => one.points);
  const x = logScale(extent(points.map(([value]) => value)), [MARGIN.left, WIDTH - MARGIN.right]);
  const y = logScale(extent(points.map(([, value]) => value)), [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const drawn = colored(series).map((one) => ({
    ...one,
    path: one.points.map(([a, b]) => [x.at(a), y.at(b)]),
  }));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}\n</style>`,
    `<text class="title" x="${MARGIN.left}" y="20">${escaped(title)}</text>`,
    ...x.ticks.map((tick) => verticalTick(x.at(tick), power(tick))),
    ...y.ticks.map((tick) => horizontalTick(y.at(tick), power(tick))),
    `<text x="${(MARGIN.left + WIDTH - MARGIN.right) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${escaped(xLabel)}</text>`,
    `<text transform="translate(14 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">${escaped(yLabel)}</text>`,
    ...drawn.map(line),
    ...spacedLabels(drawn).map(label),
    "</svg>\n",
  ].join("\n");
}

/** Ours in one color, on older Nodes dashed; everybody else in a color of their own. */
function colored(series) {
  let next = 0;
  return series.map((one) => ({
    ...one,
    color: one.ours ? OURS : COLORS[next++ % COLORS.length],
    dashed: one.ours && one.node === "oldest",
  }));
}

const extent = (values) => [Math.min(...values), Math.max(...values)];

/** Whole powers of ten around the values; at most eight ticks. */
function logScale([least, most], [from, to]) {
  const low = Math.floor(Math.log10(least) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(Math.log10(most) - 1e-9));
  const step = Math.ceil((high - low) / 8);
  const ticks = [];
  for (let exponent = low; exponent <= high; exponent += step) ticks.push(exponent);
  return {
    ticks: ticks.map((exponent) => 10 ** exponent),
    at: (value) => round(from + ((Math.log10(value) - low) / (high - low)) * (to - from)),
  };
}

const round = (value) => Math.round(value * 10) / 10;

/** `0.01`, `1`, `100`, and 10⁻⁶ where zeros would have to be counted. */
function power(value) {
  const exponent = Math.round(Math.log10(value));
  if (Math.abs(exponent) <= 2) return String(10 ** exponent);
  return `10<tspan dy="-5" font-size="9">${String(exponent).replace("-", "−")}</tspan>`;
}

const verticalTick = (at, text) =>
  `<line class="grid" x1="${at}" x2="${at}" y1="${MARGIN.top}" y2="${HEIGHT - MARGIN.bottom}"/>` +
  `<text x="${at}" y="${HEIGHT - MARGIN.bottom + 16}" text-anchor="middle">${text}</text>`;

const horizontalTick = (at, text) =>
  `<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${at}" y2="${at}"/>` +
  `<text x="${MARGIN.left - 8}" y="${at + 4}" text-anchor="end">${text}</text>`;

function line({ path, color, ours, dashed }) {
  const commands = path.map(([a, b], k) => `${k ? "L" : "M"}${a} ${b}`).join("");
  const dash = dashed ? ' stroke-dasharray="5 4"' : "";
  const dots = path.map(([a, b]) => `<circle cx="${a}" cy="${b}" r="${ours ? 2.5 : 1.8}" fill="${color}"/>`);
  return `<path class="line${ours ? " ours" : ""}" stroke="${color}"${dash} d="${commands}"/>${dots.join("")}`;
}

/** Where each label goes, right of the plot: at the height of its line's end, moved apart where lines end together. */
function spacedLabels(drawn) {
  const labels = drawn.map(({ label, color, path }) => ({
    label,
    color,
    end: path.at(-1),
    y: path.at(-1)[1],
  }));
  labels.sort((a, b) => a.y - b.y);
  for (let k = 1; k < labels.length; k++) labels[k].y = Math.max(labels[k].y, labels[k - 1].y + LABEL_HEIGHT);
  const below = labels.length ? Math.max(0, labels.at(-1).y - (HEIGHT - MARGIN.bottom)) : 0;
  for (
    let k = labels.length - 1, limit = HEIGHT - MARGIN.bottom;
    below > 0 && k >= 0;
    k--, limit -= LABEL_HEIGHT
  )
    labels[k].y = Math.min(labels[k].y, limit);
  return labels;
}

function label({ label: text, color, end: [x, yEnd], y }) {
  const at = WIDTH - MARGIN.right + 16;
  return (
    `<path d="M${x + 4} ${yEnd}L${at - 4} ${y}" stroke="${color}" stroke-width="0.6" fill="none" opacity="0.6"/>` +
    `<text x="${at}" y="${y + 4}" style="fill:${color}">${escaped(text)}</text>`
  );
}

const escaped = (text) => text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);

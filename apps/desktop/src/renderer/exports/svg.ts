const namespace = "http://www.w3.org/2000/svg";

/** Drawings are made in a document that is not shown: nothing in them is loaded, so nothing is refused. */
export const unshown = document.implementation.createHTMLDocument();

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element of a drawing: `svg("text", { x: 4 }, "name")`. */
export function svg<N extends keyof SVGElementTagNameMap>(
  name: N,
  attributes: Attributes,
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[N] {
  const element = unshown.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** A drawing of this size on a ground of its own, so that it can be read wherever it is put. */
export const drawing = (
  width: number,
  height: number,
  ground: string,
  ...children: readonly (Node | string)[]
): SVGSVGElement =>
  svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, "font-family": "sans-serif", "font-size": 12 },
    svg("rect", { width, height, fill: ground }),
    ...children,
  );

/** Pixels as the address of an image that a drawing can hold. */
export function imageAddress(rgba: Uint8ClampedArray<ArrayBuffer>, width: number, height: number): string {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  canvas.getContext("2d")!.putImageData(new ImageData(rgba, width, height), 0, 0);
  return canvas.toDataURL("image/png");
}

import type { ReactElement } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { tokenColor } from "../design/tokenColor.js";
import { drawing } from "./svg.js";

/** What style sheets decide of a drawing's elements. */
const decided = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "text-anchor"] as const;

/** A picture that a component draws as SVG, with what the style sheets say of it written into it. */
export function standalone(picture: ReactElement): SVGSVGElement {
  const host = document.createElement("div");
  host.style.cssText = "position: absolute; visibility: hidden";
  document.body.append(host);
  const root = createRoot(host);
  try {
    flushSync(() => root.render(picture));
    const shown = host.querySelector("svg")!;
    const { width, height } = shown.viewBox.baseVal;
    return drawing(width, height, tokenColor("--surface"), ...[...shown.children].map(withStyles));
  } finally {
    root.unmount();
    host.remove();
  }
}

function withStyles(element: Element): Element {
  const copy = element.cloneNode(false) as Element;
  copy.removeAttribute("class");
  if (element.childElementCount === 0) copy.textContent = element.textContent;
  const style = getComputedStyle(element);
  for (const name of decided) copy.setAttribute(name, style.getPropertyValue(name));
  copy.append(...[...element.children].map(withStyles));
  return copy;
}

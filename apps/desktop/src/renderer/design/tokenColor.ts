/** What a color token is in the present theme, for canvases: `tokenColor("--accent")`. */
export function tokenColor(name: `--${string}`): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

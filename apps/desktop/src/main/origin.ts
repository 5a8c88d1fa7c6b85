/** The one origin that the window shows. */
export const origin = "app://studio";

/** Whether a frame's URL is our own page; everything else may neither be shown nor ask. */
export function isOwn(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}` === origin;
}

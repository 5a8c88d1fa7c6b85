/** The height of a list of rows, and of the element that stands for it, which cannot be as high as one likes. */
export interface Heights {
  /** Of all rows and the heading. */
  readonly whole: number;
  /** Of the element. */
  readonly sheet: number;
  /** Of what is seen at once. */
  readonly view: number;
}

/** As high as Chromium makes an element at most: 2^25 pixels, rounded down. */
const highest = 33_554_000;

export const heightsOf = (whole: number, view: number, most = highest): Heights => ({
  whole,
  sheet: Math.min(whole, most),
  view,
});

/** How far into the rows one is where the element is scrolled this far: s · (whole − view) / (sheet − view). */
export const offsetAt = (scrollTop: number, { whole, sheet, view }: Heights): number =>
  sheet <= view ? 0 : (scrollTop * (whole - view)) / (sheet - view);

/** The reverse of `offsetAt`. */
export const scrollTopAt = (offset: number, { whole, sheet, view }: Heights): number =>
  whole <= view ? 0 : (offset * (sheet - view)) / (whole - view);

/** The nearest offset that there is. */
export const within = (offset: number, { whole, view }: Heights): number =>
  Math.max(0, Math.min(offset, whole - view));

/** Rows from `first` to before `end` are in view or near it. */
export function rowsAt(
  offset: number,
  { view }: Heights,
  rowHeight: number,
  count: number,
): { readonly first: number; readonly end: number } {
  const around = 12;
  const first = Math.floor(offset / rowHeight) - around;
  const end = Math.ceil((offset + view) / rowHeight) + around;
  return { first: Math.max(0, Math.min(first, count)), end: Math.max(0, Math.min(end, count)) };
}

import { markOutline } from "./marks.js";

/** The mark of class c, color and shape, as large as the text beside it. */
export const Mark = ({ c, size = 12 }: { readonly c: number; readonly size?: number }) => (
  <svg width={size} height={size} viewBox="-1.3 -1.3 2.6 2.6" aria-hidden="true">
    <path d={markOutline(c)} fill={`var(--class-${c % 8})`} />
  </svg>
);

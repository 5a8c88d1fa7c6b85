import { markOutline } from "./marks.js";

interface MarkProps {
  readonly c: number;
  readonly size?: number;
  /** Where it is not the class's own. */
  readonly color?: `--${string}`;
}

/** The mark of class c, color and shape, as large as the text beside it. */
export const Mark = ({ c, size = 12, color = `--class-${c % 8}` }: MarkProps) => (
  <svg width={size} height={size} viewBox="-1.3 -1.3 2.6 2.6" aria-hidden="true">
    <path d={markOutline(c)} fill={`var(${color})`} />
  </svg>
);

import katex from "katex";
import "katex/dist/katex.css";
import { type ReactNode, useLayoutEffect, useRef } from "react";

export interface FormulaProps {
  /** In KaTeX's TeX; write it with `String.raw`. */
  readonly tex: string;
  /** On a line of its own. */
  readonly block?: boolean;
  /** A comma, colon or full stop that no line break shall part from it. */
  readonly children?: ReactNode;
}

/**
 * A formula, typeset for the eye and, as MathML, for screen readers. KaTeX builds it as elements, not as HTML text: styles
 * that are set on elements are what the content security policy allows.
 *
 * @example
 * <Formula block tex={String.raw`\sigma(f) = \frac{1}{1 + e^{-f}}`} />
 */
export function Formula({ tex, block = false, children }: FormulaProps) {
  const element = useRef<HTMLSpanElement>(null);
  useLayoutEffect(
    () => katex.render(tex, element.current!, { displayMode: block, strict: true }),
    [tex, block],
  );
  return (
    <span style={{ whiteSpace: "nowrap" }}>
      <span ref={element} />
      {children}
    </span>
  );
}

import type { ComponentProps } from "react";
import styles from "./Button.module.css";

export interface ButtonProps extends ComponentProps<"button"> {
  /** `primary` is the one thing to do next: at most one in a view. */
  readonly look?: "primary" | "plain" | "quiet";
  /** Only an icon inside: square, and in need of an `aria-label`. */
  readonly icon?: boolean;
}

export function Button({ look = "plain", icon, className = "", ...rest }: ButtonProps) {
  const classes = [styles.button, styles[look], icon && styles.icon, className].filter(Boolean);
  return <button type="button" className={classes.join(" ")} {...rest} />;
}

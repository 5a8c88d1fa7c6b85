import { Moon, Sun } from "lucide-react";
import { useSyncExternalStore } from "react";
import { askMain } from "../client.js";
import { Button } from "../design/Button.js";
import { report } from "../design/Toast.js";

const darkness = matchMedia("(prefers-color-scheme: dark)");
/** Read once, then told: who asks `matches` between a change and its event makes Chromium leave the event out. */
let dark = darkness.matches;
darkness.addEventListener("change", ({ matches }) => {
  dark = matches;
});

/** Whether the window is dark, followed as it changes. */
export const useDark = (): boolean =>
  useSyncExternalStore(
    (changed) => {
      darkness.addEventListener("change", changed);
      return () => darkness.removeEventListener("change", changed);
    },
    () => dark,
  );

export function ThemeButton() {
  const dark = useDark();
  const Icon = dark ? Sun : Moon;
  return (
    <Button
      look="quiet"
      icon
      aria-label={dark ? "Light theme" : "Dark theme"}
      onClick={() => report(askMain("window.setTheme", { theme: dark ? "light" : "dark" }))}
    >
      <Icon size={15} strokeWidth={1.75} aria-hidden />
    </Button>
  );
}

import { report } from "../design/Toast.js";

/** Something that the person can do, from the command palette, the menu, or by its keys (`shared/shortcuts.ts`). */
export interface Action {
  /** `<view>.<what>`; the menu names it too. */
  readonly id: string;
  readonly title: string;
  /** Whether it can be done now; without it: always. */
  readonly isAvailable?: () => boolean;
  run(): unknown;
}

/** Does it where it can be done now; what goes wrong is shown. */
export function perform({ isAvailable, run }: Action): void {
  if (isAvailable?.() !== false) report((async () => run())());
}

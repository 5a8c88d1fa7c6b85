import { useEffect } from "react";
import { onEvent } from "../client.js";
import { perform } from "./action.js";
import { actions } from "./actions.js";
import { shortcutOf } from "./keys.js";

export const isMac = navigator.userAgent.includes("Macintosh");

function performById(id: string): void {
  const action = Object.values(actions)
    .flat()
    .find((each) => each.id === id);
  if (action) perform(action);
}

/** Lets the keyboard and the menu perform actions. Keys that are one's own go no further, so that the menu stays quiet. */
export function useActions(): void {
  useEffect(() => onEvent("window.command", ({ action }) => performById(action)), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const id = shortcutOf(event, isMac);
      if (id === undefined || event.repeat) return;
      event.preventDefault();
      performById(id);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}

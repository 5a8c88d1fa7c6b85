import type { SessionEvents } from "../ipc.js";
import type { Reply } from "./channel.js";
import type { ChosenFile, Handle } from "./files.js";

/** Electron's own channels; each carries the messages named beside it. */
export const wire = {
  /** preload → main, invoked with a channel's name and its parameters; resolves to a `Reply`. */
  request: "studio:request",
  /** preload → main, invoked with the path of a dropped file. */
  drop: "studio:drop",
  /** main → preload: name and payload of an event. */
  event: "studio:event",
  /** main → preload → page: a port to the session's process. */
  port: "studio:port",
} as const;

/** renderer → session. */
export interface PortRequest {
  readonly id: number;
  readonly name: string;
  readonly params?: unknown;
}

/** session → renderer. */
export type PortMessage =
  | { readonly id: number; readonly reply: Reply }
  | {
      [N in keyof SessionEvents]: { readonly event: N; readonly payload: SessionEvents[N] };
    }[keyof SessionEvents];

/** main → session; files and projects are acknowledged by their `id`. */
export type SessionOrder =
  | { readonly kind: "renderer" }
  | { readonly kind: "file"; readonly id: number; readonly handle: Handle; readonly path: string }
  | { readonly kind: "project"; readonly id: number; readonly path: string };

/** session → main: the `id` of an order that was carried out, or a text for the clipboard. */
export type SessionNotice = number | { readonly copy: string };

/** What the preload script gives the page, as `window.studio`. */
export interface StudioBridge {
  request(name: string, params?: unknown): Promise<Reply>;
  /** A dropped file or folder, or null where it is not one from the disk. */
  drop(file: File): Promise<ChosenFile | null>;
  onEvent(listener: (name: string, payload: unknown) => void): void;
}

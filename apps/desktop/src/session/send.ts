import type { SessionEvents } from "../shared/ipc.js";

/** Tells the renderer. */
export type Send = <N extends keyof SessionEvents>(event: N, payload: SessionEvents[N]) => void;

import { type IpcMainInvokeEvent, ipcMain } from "electron";
import { answer, type Handlers, type Reply } from "../shared/ipc/channel.js";
import type { ChosenFile } from "../shared/ipc/files.js";
import { wire } from "../shared/ipc/wire.js";
import { mainChannels } from "../shared/ipc.js";
import { isOwn } from "./origin.js";

export interface Answering {
  readonly handlers: Handlers<typeof mainChannels>;
  /** What to do with a dropped path. */
  drop(path: string): Promise<ChosenFile | null>;
}

/** Answers our own page's main frame; anything else is refused before its arguments are looked at. */
export function answerRequests({ handlers, drop }: Answering): void {
  ipcMain.handle(wire.request, (event, name: unknown, params: unknown): Reply | Promise<Reply> => {
    if (!isAllowed(event)) return { ok: false, message: "refused: this sender may not ask" };
    return answer(mainChannels, handlers, name, params);
  });
  ipcMain.handle(wire.drop, (event, path: unknown) =>
    isAllowed(event) && typeof path === "string" && path !== "" ? drop(path) : null,
  );
}

function isAllowed({ senderFrame }: Pick<IpcMainInvokeEvent, "senderFrame">): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOwn(senderFrame.url);
}

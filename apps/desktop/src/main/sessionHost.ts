import { join } from "node:path";
import {
  clipboard,
  MessageChannelMain,
  type UtilityProcess,
  utilityProcess,
  type WebContents,
} from "electron";
import type { Handle } from "../shared/ipc/files.js";
import { type SessionNotice, type SessionOrder, wire } from "../shared/ipc/wire.js";

/** What a session has to know again when it is started anew. */
export interface SessionKnowledge {
  project(): string;
  files(): Iterable<[Handle, string]>;
}

/**
 * The process that reads data and trains. It is started once and, should it end by itself, again with all that was
 * known; `onLost` is told then.
 */
export class SessionHost {
  readonly #known: SessionKnowledge;
  readonly #onLost: (reason: string) => void;
  readonly #waiting = new Map<number, () => void>();
  #process!: UtilityProcess;
  #contents: WebContents | undefined;
  #nextId = 0;
  #ending = false;

  constructor(known: SessionKnowledge, onLost: (reason: string) => void) {
    this.#known = known;
    this.#onLost = onLost;
    this.#start();
  }

  /** Gives the page a new port to the session. */
  connect(contents: WebContents): void {
    this.#contents = contents;
    const { port1, port2 } = new MessageChannelMain();
    this.#order({ kind: "renderer" }, port1);
    contents.postMessage(wire.port, null, [port2]);
  }

  /** Resolves once the session knows where the handle leads. */
  giveFile(handle: Handle, path: string): Promise<void> {
    return this.#acknowledged((id) => ({ kind: "file", id, handle, path }));
  }

  openProject(path: string): Promise<void> {
    return this.#acknowledged((id) => ({ kind: "project", id, path }));
  }

  end(): void {
    this.#ending = true;
    this.#process.kill();
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  #start(): void {
    this.#process = utilityProcess.fork(join(import.meta.dirname, "session.js"), [], {
      serviceName: "Softmax Studio session",
    });
    this.#process.on("message", (notice: SessionNotice) => {
      if (typeof notice !== "number") return clipboard.writeText(notice.copy);
      this.#waiting.get(notice)?.();
      this.#waiting.delete(notice);
    });
    this.#process.on("exit", (code) => this.#restart(code));
    void this.openProject(this.#known.project());
    for (const [handle, path] of this.#known.files()) void this.giveFile(handle, path);
  }

  #restart(code: number): void {
    if (this.#ending) return;
    for (const resolve of this.#waiting.values()) resolve();
    this.#waiting.clear();
    this.#start();
    if (this.#contents && !this.#contents.isDestroyed()) this.connect(this.#contents);
    this.#onLost(`The training process ended unexpectedly (code ${code}).`);
  }

  #acknowledged(order: (id: number) => SessionOrder): Promise<void> {
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#order(order(id));
    });
  }

  #order(order: SessionOrder, port?: Electron.MessagePortMain): void {
    this.#process.postMessage(order, port ? [port] : []);
  }
}

import type { Reply } from "../shared/ipc/channel.js";
import { type PortMessage, type StudioBridge, wire } from "../shared/ipc/wire.js";
import type { MainEvents, MainRequest, SessionEvents, SessionRequest } from "../shared/ipc.js";

declare global {
  interface Window {
    readonly studio: StudioBridge;
  }
}

type Listener = (payload: never) => void;
type Pending = (reply: Reply) => void;

const listeners = new Map<string, Set<Listener>>();
const pending = new Map<number, Pending>();
let nextId = 0;
let port = portArriving();

/** Asks the main process. Rejects with a sentence for the person. */
export const askMain: MainRequest = async (name, ...[params]) =>
  unwrap(await window.studio.request(name, params));

/** Asks the session's process. Rejects with a sentence for the person. */
export const askSession: SessionRequest = async (name, ...[params]) => {
  const { current } = await port;
  const id = nextId++;
  const reply = new Promise<Reply>((resolve) => pending.set(id, resolve));
  current.postMessage({ id, name, params });
  return unwrap(await reply);
};

/** Calls the listener at every event of this name; returns how to stop that. */
export function onEvent<N extends keyof (MainEvents & SessionEvents)>(
  name: N,
  listener: (payload: (MainEvents & SessionEvents)[N]) => void,
): () => void {
  const all = listeners.get(name) ?? new Set();
  listeners.set(name, all.add(listener as Listener));
  return () => all.delete(listener as Listener);
}

const tell = (name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload as never);
};

function unwrap<R>(reply: Reply): R {
  if (!reply.ok) throw new Error(reply.message);
  return reply.value as R;
}

/** The port comes after the page has loaded, and again whenever the session's process is another one. */
function portArriving(): Promise<{ readonly current: MessagePort }> {
  return new Promise((resolve) =>
    addEventListener("message", ({ data, origin, source, ports }) => {
      if (source !== window || origin !== location.origin || data !== wire.port) return;
      for (const settle of pending.values())
        settle({ ok: false, message: "The training process was started anew; please try again." });
      pending.clear();
      const [current] = ports;
      current.onmessage = (event: MessageEvent<PortMessage>) => receive(event.data);
      port = Promise.resolve({ current });
      resolve({ current });
    }),
  );
}

function receive(message: PortMessage): void {
  if ("event" in message) tell(message.event, message.payload);
  else {
    pending.get(message.id)?.(message.reply);
    pending.delete(message.id);
  }
}

window.studio.onEvent(tell);

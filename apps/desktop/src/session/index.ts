import { answer } from "../shared/ipc/channel.js";
import type { PortMessage, PortRequest, SessionNotice, SessionOrder } from "../shared/ipc/wire.js";
import { sessionChannels } from "../shared/ipc.js";
import { dataHandlers } from "./data.js";
import { inspectHandlers } from "./inspect.js";
import { RunLoader } from "./inspectRun.js";
import { picturesHandlers, type Recordings } from "./pictures.js";
import { Places } from "./places.js";
import { pointsHandlers } from "./points.js";
import { predictHandlers } from "./predict.js";
import { runsHandlers } from "./runs.js";
import type { Send } from "./send.js";
import { trainHandlers } from "./train.js";
import { tuneHandlers } from "./tune.js";

/**
 * The process that reads data and trains. Main tells it where things are; the renderer asks through a port and never
 * learns a path.
 */
const places = new Places();
let renderer: Electron.MessagePortMain | undefined;

const send: Send = (event, payload) => renderer?.postMessage({ event, payload } as PortMessage);

const data = dataHandlers(places);
const recordings: Recordings = { last: undefined };
const environment = {
  places,
  send,
  datasets: data.datasets,
  copy: (text: string) => process.parentPort.postMessage({ copy: text } satisfies SessionNotice),
};
const inspected = new RunLoader(places);
const handlers = {
  ...data.handlers,
  ...pointsHandlers(places),
  ...trainHandlers(environment, recordings),
  ...tuneHandlers(environment),
  ...picturesHandlers(recordings),
  ...runsHandlers(places),
  ...inspectHandlers(inspected, places),
  ...predictHandlers(inspected, places),
};

process.parentPort.on(
  "message",
  ({ data: order, ports }: { data: SessionOrder; ports: Electron.MessagePortMain[] }) => {
    if (order.kind === "renderer") return connect(ports[0]);
    if (order.kind === "file") places.addFile(order.handle, order.path);
    else places.openProject(order.path);
    process.parentPort.postMessage(order.id);
  },
);

function connect(port: Electron.MessagePortMain): void {
  renderer = port;
  port.on("message", async ({ data: { id, name, params } }: { data: PortRequest }) => {
    const reply = await answer(sessionChannels, handlers, name, params);
    const shown = reply.ok ? reply : { ok: false as const, message: places.withoutPaths(reply.message) };
    port.postMessage({ id, reply: shown } satisfies PortMessage);
  });
  port.start();
}

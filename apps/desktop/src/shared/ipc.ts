/**
 * The one contract between the processes. Each domain has a file in `ipc/`; this one says which process answers which.
 *
 * - The renderer asks main through the preload script, and the session through a MessagePort.
 * - The answering process parses every parameter by the channel's schema (`answer`).
 * - Events are typed by name; they only come from main and from the session.
 */
import type { Request } from "./ipc/channel.js";
import { type DataEvents, dataChannels } from "./ipc/data.js";
import { exportChannels } from "./ipc/export.js";
import { type FilesEvents, filesChannels } from "./ipc/files.js";
import { inspectChannels } from "./ipc/inspect.js";
import { learnChannels } from "./ipc/learn.js";
import { picturesChannels } from "./ipc/pictures.js";
import { pointsChannels } from "./ipc/points.js";
import { predictChannels } from "./ipc/predict.js";
import { runsChannels, runsFileChannels } from "./ipc/runs.js";
import { type TrainEvents, trainChannels } from "./ipc/train.js";
import { type TuneEvents, tuneChannels } from "./ipc/tune.js";
import { type WindowEvents, windowChannels } from "./ipc/window.js";

export const mainChannels = {
  ...filesChannels,
  ...runsFileChannels,
  ...exportChannels,
  ...learnChannels,
  ...windowChannels,
};
export const sessionChannels = {
  ...dataChannels,
  ...pointsChannels,
  ...trainChannels,
  ...tuneChannels,
  ...picturesChannels,
  ...runsChannels,
  ...inspectChannels,
  ...predictChannels,
};

export interface MainEvents extends FilesEvents, WindowEvents {}
export interface SessionEvents extends DataEvents, TrainEvents, TuneEvents {}

export type MainRequest = Request<typeof mainChannels>;
export type SessionRequest = Request<typeof sessionChannels>;

export { type CachedBlocks, cacheFolder, clearCache, listCache } from "./node/blocks/blockCache.js";
export { type EncodeContext, type EncodeProgress, encodeBlocks } from "./node/encodeBlocks.js";
export { recordFinished } from "./node/recordFinished.js";
export { type Repeat, repeatRun } from "./node/repeatRun.js";
export { isBeingWritten } from "./node/runClaim.js";
export {
  createRun,
  freshRunPath,
  type OpenRun,
  readModel,
  readRun,
  recordRun,
  reopenRun,
} from "./node/runFolder.js";
export { parseRun, type RunRecord, type RunSource, type RunSummary } from "./node/runRecord.js";
export { writeAtomically } from "./node/writeAtomically.js";

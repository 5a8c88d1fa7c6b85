export {
  createRun,
  freshRunPath,
  type OpenRun,
  type RunRecord,
  type RunSource,
  type RunSummary,
  readModel,
  readRun,
  recordRun,
  reopenRun,
} from "./node/runFolder.js";
export { writeAtomically } from "./node/writeAtomically.js";

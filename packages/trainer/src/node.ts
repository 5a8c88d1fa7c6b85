export {
  createRun,
  freshRunPath,
  type OpenRun,
  readModel,
  readRun,
  recordRun,
  reopenRun,
  type RunRecord,
  type RunSource,
  type RunSummary,
} from "./runFolder.js";
export { writeAtomically } from "./writeAtomically.js";

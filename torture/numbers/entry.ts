export { hostileProblem } from "./problem.js";
export { verdictOf } from "./verdict.js";

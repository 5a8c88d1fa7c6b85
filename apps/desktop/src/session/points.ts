import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { encodeCsv } from "@softmax/datasets";
import { readDataset } from "@softmax/datasets/node";
import { writeAtomically } from "@softmax/trainer/node";
import type { Handlers } from "../shared/ipc/channel.js";
import type { PointSet, pointsChannels } from "../shared/ipc/points.js";
import { pointLabels } from "../shared/pointNames.js";
import type { Places } from "./places.js";
import { generate, pointsOf } from "./pointSet.js";
import { pointSolver } from "./pointSolver.js";

export function pointsHandlers(places: Places): Handlers<typeof pointsChannels> {
  const solve = pointSolver();
  return {
    "points.open": () => openPoints(places.project),
    "points.save": ({ points }) => savePoints(places.project, points),
    "points.fit": ({ points, l2 }) => solve(points, l2),
    "points.generate": generate,
  };
}

/** Where a project keeps the points that were painted in it. */
const pointsPath = (project: string): string => join(project, "points.csv");

/**
 * The points as they are now, in a file that painting on leaves alone, so that a run trained on them can be read again.
 * It is named by what it holds: the same points are kept once.
 */
export async function keptPoints(project: string): Promise<string> {
  const text = await readFile(pointsPath(project)).catch(() => {
    throw new Error("There are no points in this project; paint some first.");
  });
  const folder = join(project, "points", createHash("sha256").update(text).digest("hex").slice(0, 16));
  const path = pointsPath(folder);
  await mkdir(folder, { recursive: true });
  if (!(await stat(path).catch(() => undefined))) await writeAtomically(path, text);
  return path;
}

/**
 * The project's points. A file that holds something else is set aside first, so that painting does not write over it.
 */
async function openPoints(project: string): Promise<PointSet> {
  const path = pointsPath(project);
  const found = await stat(path).catch(() => undefined);
  if (!found) return { x1: new Float64Array(), x2: new Float64Array(), classes: new Uint8Array() };
  const points = await readDataset(path, { header: true }).then(pointsOf, (error: Error) => error.message);
  if (typeof points !== "string") return points;
  await rename(path, join(project, "points-unreadable.csv"));
  throw new Error(`points.csv cannot be read (${points}); it is kept as points-unreadable.csv.`);
}

/** Replaces the file as a whole; without points there is none. */
async function savePoints(project: string, { x1, x2, classes }: PointSet): Promise<void> {
  if (classes.length === 0) return rm(pointsPath(project), { force: true });
  const label = Array.from(classes, (c) => pointLabels[c]);
  await mkdir(project, { recursive: true });
  await writeAtomically(
    pointsPath(project),
    encodeCsv([
      { name: "x1", values: x1 },
      { name: "x2", values: x2 },
      { name: "label", values: label },
    ]),
  );
}

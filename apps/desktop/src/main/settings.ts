import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { app } from "electron";
import { z } from "zod";
import { learnedSchema } from "../shared/ipc/learn.js";
import { themeSchema } from "../shared/ipc/window.js";

const recentSchema = z.object({ kind: z.enum(["data", "project"]), path: z.string() });
export type Recent = z.output<typeof recentSchema>;

const settingsSchema = z.object({
  theme: themeSchema.default("system"),
  project: z.string().optional(),
  bounds: z
    .object({ x: z.int(), y: z.int(), width: z.int().min(400), height: z.int().min(300) })
    .partial({ x: true, y: true })
    .optional(),
  maximized: z.boolean().default(false),
  /** The latest first. */
  recent: z.array(recentSchema).default([]),
  /** What was done in the Learn view. */
  learned: learnedSchema.default([]),
});
export type Settings = z.output<typeof settingsSchema>;

const path = () => join(app.getPath("userData"), "settings.json");

/** What was kept from the last time; what is missing or damaged is as on the first start. */
export function readSettings(): Settings {
  try {
    return settingsSchema.parse(JSON.parse(readFileSync(path(), "utf8")));
  } catch {
    return settingsSchema.parse({});
  }
}

/** Replaces the file as a whole. */
export function writeSettings(change: Partial<Settings>): void {
  const text = JSON.stringify({ ...readSettings(), ...change }, null, 2);
  mkdirSync(dirname(path()), { recursive: true });
  writeFileSync(`${path()}.new`, text);
  renameSync(`${path()}.new`, path());
}

import { basename } from "node:path";
import { Menu, type MenuItemConstructorOptions } from "electron";
import { type ShortcutId, shortcuts } from "../shared/shortcuts.js";
import { forgetRecent, recentPaths } from "./recent.js";
import type { Recent } from "./settings.js";

export interface MenuActions {
  openRecent(recent: Recent): unknown;
  /** Runs an action of the page, by its id. */
  command(action: string): void;
}

/** What is saved as pictures and tables: its name, the beginning of its actions' ids, and the ends of these. */
const exported = [
  {
    label: "Export from Train",
    things: [
      ["Curves", "train.exportCurves", "Svg Png Csv"],
      ["Regions", "train.exportRegions", "Svg Png"],
      ["Probabilities", "train.exportSimplex", "Svg Png"],
      ["Weight Images", "train.exportWeights", "Svg Png"],
      ["Confusion", "train.exportConfusion", "Svg Png Csv"],
    ],
  },
  {
    label: "Export from Inspect",
    things: [
      ["Confusion Matrix", "inspect.exportConfusion", "Svg Png Csv"],
      ["Metrics by Class", "inspect.exportClasses", "Csv"],
      ["Reliability", "inspect.exportReliability", "Svg Png Csv"],
      ["Weights", "inspect.exportWeights", "Csv"],
      ["Weight Images", "inspect.exportWeights", "Svg Png"],
    ],
  },
  { label: "Export from Runs", things: [["Curves", "runs.exportCurves", "Svg Png"]] },
] as const;

/** To be called again when the recent files have changed. */
export function setMenu(actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(template(actions)));
}

function template(actions: MenuActions): MenuItemConstructorOptions[] {
  const mac = process.platform === "darwin";
  const item = (label: string, action: string): MenuItemConstructorOptions => ({
    label,
    // The page listens for the keys itself; here they are shown. (macOS hands them to the page first.)
    accelerator: shortcuts[action as ShortcutId],
    registerAccelerator: false,
    click: () => actions.command(action),
  });
  const line = { type: "separator" } as const;
  return [
    ...(mac ? [{ role: "appMenu" } as const] : []),
    {
      label: "&File",
      submenu: [
        item("Open Data…", "data.open"),
        item("Open Data Folder…", "data.openFolder"),
        { label: "Open Recent", submenu: recentItems(actions) },
        line,
        item("Open Project…", "runs.openProject"),
        line,
        item("Export Model…", "runs.exportModel"),
        item("Export Table of Runs…", "runs.exportCsv"),
        ...exported.map(({ label, things }) => ({
          label,
          submenu: things.flatMap(([name, id, kinds]) =>
            kinds.split(" ").map((kind) => item(`${name} as ${kind.toUpperCase()}…`, `${id}${kind}`)),
          ),
        })),
        line,
        { role: mac ? "close" : "quit" },
      ],
    },
    { role: "editMenu" },
    {
      label: "&Run",
      submenu: [
        item("Start or Pause", "train.toggle"),
        item("Step", "train.step"),
        item("Stop", "train.stop"),
        line,
        item("Resume Interrupted Run", "runs.resume"),
        item("Measure on Another File…", "inspect.measureFile"),
        item("Move to Trash…", "runs.trash"),
      ],
    },
    {
      label: "&View",
      submenu: [
        item("Command Palette…", "palette.open"),
        line,
        ...["Data", "Train", "Inspect", "Predict", "Runs", "Learn"].map((view) =>
          item(view, `view.${view.toLowerCase()}`),
        ),
        line,
        item("Previous Chapter", "learn.previous"),
        item("Next Chapter", "learn.next"),
        line,
        {
          label: "Theme",
          submenu: [
            item("Light", "theme.light"),
            item("Dark", "theme.dark"),
            item("As the System", "theme.system"),
          ],
        },
        line,
        { role: "resetZoom" },
        { role: "zoomIn" },
        { role: "zoomOut" },
        line,
        { role: "togglefullscreen" },
        { role: "toggleDevTools" },
      ],
    },
    { role: "windowMenu" },
    { role: "help", submenu: [item("Keyboard Shortcuts", "help.shortcuts"), { role: "about" }] },
  ];
}

function recentItems(actions: MenuActions): MenuItemConstructorOptions[] {
  const recent = recentPaths();
  if (recent.length === 0) return [{ label: "Nothing yet", enabled: false }];
  return [
    ...recent.map((each) => ({
      label: each.kind === "project" ? `${basename(each.path)} (project)` : basename(each.path),
      toolTip: each.path,
      click: () => actions.openRecent(each),
    })),
    { type: "separator" },
    {
      label: "Clear",
      click: () => {
        forgetRecent();
        setMenu(actions);
      },
    },
  ];
}

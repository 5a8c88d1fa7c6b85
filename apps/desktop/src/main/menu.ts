import { Menu, type MenuItemConstructorOptions } from "electron";

export interface MenuActions {
  openData(kind: "file" | "folder"): unknown;
  openProject(): unknown;
  show(view: string): void;
}

const views = ["Data", "Train", "Inspect", "Predict", "Runs"];

export function setMenu({ openData, openProject, show }: MenuActions): void {
  const mac = process.platform === "darwin";
  const template: MenuItemConstructorOptions[] = [
    ...(mac ? [{ role: "appMenu" } as const] : []),
    {
      label: "File",
      submenu: [
        { label: "Open Data…", accelerator: "CmdOrCtrl+O", click: () => openData("file") },
        { label: "Open Data Folder…", accelerator: "CmdOrCtrl+Shift+O", click: () => openData("folder") },
        { role: "recentDocuments", submenu: [{ role: "clearRecentDocuments" }] },
        { type: "separator" },
        { label: "Open Project…", click: () => openProject() },
        { type: "separator" },
        { role: mac ? "close" : "quit" },
      ],
    },
    { role: "editMenu" },
    {
      label: "View",
      submenu: [
        ...views.map((label, index) => ({
          label,
          accelerator: `CmdOrCtrl+${index + 1}`,
          click: () => show(label.toLowerCase()),
        })),
        { type: "separator" },
        { role: "resetZoom" },
        { role: "zoomIn" },
        { role: "zoomOut" },
        { type: "separator" },
        { role: "togglefullscreen" },
        { role: "toggleDevTools" },
      ],
    },
    { role: "windowMenu" },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

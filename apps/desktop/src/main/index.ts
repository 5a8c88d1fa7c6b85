import { app } from "electron";
import { registerScheme } from "./appProtocol.js";
import { restrictContents } from "./restrictions.js";
import { startStudio } from "./studio.js";

// root, as in containers, must do without; the window is sandboxed either way.
if (!app.commandLine.hasSwitch("no-sandbox")) app.enableSandbox();
registerScheme();
restrictContents();
app.on("window-all-closed", () => app.quit());
void app.whenReady().then(startStudio);

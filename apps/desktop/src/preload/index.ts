import { contextBridge, ipcRenderer, webUtils } from "electron";
import { type StudioBridge, wire } from "../shared/ipc/wire.js";

const bridge: StudioBridge = {
  request: (name, params) => ipcRenderer.invoke(wire.request, name, params),
  drop: (file) => ipcRenderer.invoke(wire.drop, webUtils.getPathForFile(file)),
  onEvent: (listener) => {
    ipcRenderer.on(wire.event, (_event, name: string, payload: unknown) => listener(name, payload));
  },
};
contextBridge.exposeInMainWorld("studio", bridge);

/** A port cannot cross the context bridge; a message to our own page can carry it. */
ipcRenderer.on(wire.port, ({ ports }) => window.postMessage(wire.port, location.origin, ports));

addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
  bridge.request("window.reportViolation", {
    directive: effectiveDirective.slice(0, 200),
    blocked: blockedURI.slice(0, 2000),
  }),
);

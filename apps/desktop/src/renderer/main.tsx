import "@fontsource-variable/inter";
import { createRoot } from "react-dom/client";
import { App } from "./shell/App.js";

createRoot(document.getElementById("root")!).render(<App />);

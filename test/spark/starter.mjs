import { startSpark } from "../../tools/spark/server.mjs";

/** Starts a server, tells our parent where it is, and would keep it for ever. */
process.send(await startSpark({ master: "local[1]" }));
setInterval(() => {}, 1000);

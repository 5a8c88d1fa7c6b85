import "./typescript.mjs";

const { benchStudio } = await import("./studio.ts");
process.exitCode = await benchStudio();

import { digestOf } from "./digest.js";

const trainings = JSON.parse(process.argv[2]);
const digests: string[] = [];
for (const training of trainings) digests.push(await digestOf(training));
console.log(JSON.stringify(digests));
process.exit(0);

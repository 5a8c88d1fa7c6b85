import { run } from "../../tools/process.mjs";

/** R's glmnet as a contender: a process for each measurement, which times itself; or none, with the reason. */
export function glmnet(session, { folder }, { optimum, until, patience }) {
  const { r } = session.peers;
  const label = "glmnet (R)";
  if (r.missing) return session.absent(label, r.missing);
  let threshold = [];
  return [
    {
      label: `${r.version} (R)`,
      kind: "peer",
      async measure() {
        const { code, stdout, output } = await run(
          r.program,
          [r.script, folder, optimum, until, patience, ...threshold].map(String),
        );
        const line = stdout.split("\n").find((text) => text.startsWith("{"));
        if (code !== 0 || !line) throw new Error(output.trim().split("\n").at(-1));
        const { again, ...found } = JSON.parse(line);
        threshold = [again];
        return found;
      },
    },
  ];
}

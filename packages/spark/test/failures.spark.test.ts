import { loadDataset } from "@softmax/datasets";
import { expect, test } from "vitest";
import { onSpark } from "../../../test/spark/onSpark.js";
import { fitOnSpark, predictOnSpark, SparkError } from "../src/index.js";
import { withSession } from "../src/session.js";
import { parquetOf, scratchFolder } from "./parquetOf.js";

const label = "species";

/** What Spark's status page tells of its only application. */
async function status<T>(ui: string, path: string): Promise<T[]> {
  const get = async (of: string) => (await fetch(`${ui}/api/v1/applications${of}`)).json();
  const [{ id }] = await get("");
  return get(`/${id}/${path}`);
}

/** A fit that would go on for a long time, and a promise of its first sign of life. */
function longFit(remote: string, source: string, signal?: AbortSignal) {
  let started = () => {};
  const running = new Promise<void>((resolve) => {
    started = resolve;
  });
  const options = { label, l2: 0, tolerance: 1e-12, maxSteps: 100_000 };
  const onProgress = ({ step }: { step: string }) => step === "fitting" && started();
  return { fitted: fitOnSpark(source, options, { remote, signal, onProgress }), running };
}

test("a wrong address is one clear error", async () => {
  const refused = fitOnSpark("a.parquet", {}, { remote: "sc://127.0.0.1:1/;token=secret;use_ssl=false" });
  await expect(refused).rejects.toThrow(SparkError);
  await expect(refused).rejects.toThrow(/^no Spark Connect server answers at 127\.0\.0\.1:1: ECONNREFUSED/);
  await expect(refused).rejects.not.toThrow(/secret/);
});

test(
  "a wrong column, a missing file and options that Spark has not are one clear error each",
  onSpark(async ({ remote }) => {
    const source = await parquetOf(remote, await loadDataset("iris"));
    const fit = (options: object, path = source) => fitOnSpark(path, options, { remote });
    await expect(fit({ label: "specie" })).rejects.toThrow(/no column "specie".*species/);
    await expect(fit({ label, drop: ["nothing"] })).rejects.toThrow(/no column "nothing"/);
    await expect(fit({ label: "petal_width" })).rejects.toThrow(
      /label .* in column "petal_width" is not whole/,
    );
    await expect(fit({ label }, `${source}.gone.parquet`)).rejects.toThrow(/PATH_NOT_FOUND.*gone/);
    await expect(fit({ label, loss: "hinge" })).rejects.toThrow(/^loss: .*use the engine local/);
  }),
);

test(
  "a fit that is cancelled stops in Spark and leaves nothing behind",
  onSpark(async ({ remote, ui }) => {
    const source = await parquetOf(remote, await loadDataset("iris"));
    const abort = new AbortController();
    const { fitted, running } = longFit(remote, source, abort.signal);
    const rejected = expect(fitted).rejects.toThrow("enough");
    await running;
    abort.abort(new Error("enough"));
    await rejected;
    await expect.poll(() => status(ui, "jobs?status=running"), { timeout: 30_000 }).toEqual([]);
    const jobs = (await status(ui, "jobs")).length;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await status(ui, "jobs")).toHaveLength(jobs);
  }),
);

test(
  "a fitted model does not stay in the server's memory",
  onSpark(async ({ remote }) => {
    const sessionId = crypto.randomUUID();
    const joined = `${remote}/;session_id=${sessionId}`;
    const source = await parquetOf(remote, await loadDataset("iris"));
    const { model } = await fitOnSpark(source, { label, l2: 1e-2 }, { remote: joined });
    expect(model.classes).toHaveLength(3);
    const command = { case: "getCacheInfo", value: {} } as const;
    const plan = {
      opType: {
        case: "command",
        value: { commandType: { case: "mlCommand", value: { command } } },
      },
    } as const;
    await withSession({ remote: joined }, async (session) => {
      for await (const answer of session.execute("looking", plan))
        if (answer.case === "mlCommandResult")
          expect(JSON.stringify(answer.value)).not.toContain("LogisticRegression");
    });
  }),
);

test(
  "predictions are not written over what is there",
  onSpark(async ({ remote }) => {
    const source = await parquetOf(remote, await loadDataset("iris"));
    const { model } = await fitOnSpark(source, { label, l2: 1e-2 }, { remote });
    const target = { path: `${scratchFolder()}/out`, format: "csv" } as const;
    await predictOnSpark(model, source, target, { remote });
    await expect(predictOnSpark(model, source, target, { remote })).rejects.toThrow(/PATH_ALREADY_EXISTS/);
  }),
);

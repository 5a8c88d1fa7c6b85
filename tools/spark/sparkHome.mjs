import { existsSync, readdirSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "../cacheFolder.mjs";
import { Failure, run, Unreachable } from "../process.mjs";

const VERSION = "4.1.4";

/**
 * The folder of a Spark with its Connect server: the one in `SPARK_HOME`, else that of the `pyspark` package, fetched
 * by pip once into the user's cache. Its jars are all that is used of it, so that Python's packages stay behind.
 *
 * @returns {Promise<string>}
 * @throws {Unreachable} where there is no Java 17, no pip, or no registry
 * @throws {Failure} where `SPARK_HOME` names a folder without Spark Connect
 */
export async function sparkHome() {
  await requireJava();
  const own = process.env.SPARK_HOME;
  if (own && !hasConnect(own))
    throw new Failure(`SPARK_HOME: no jars/spark-connect_*.jar in ${own}; expected a folder of Spark 4`);
  return own || pyspark(cacheFolder());
}

const hasConnect = (home) =>
  existsSync(join(home, "jars")) &&
  readdirSync(join(home, "jars")).some((name) => name.startsWith("spark-connect_"));

/** @throws {Unreachable} unless the Java that Spark's own scripts take is 17 or newer */
async function requireJava() {
  const { JAVA_HOME } = process.env;
  const java = JAVA_HOME ? join(JAVA_HOME, "bin", "java") : "java";
  const { output } = await run(java, ["-version"]).catch(() => ({ output: "" }));
  const version = /version "(\d+)/.exec(output)?.[1];
  if (version === undefined) throw new Unreachable("no Java, which Spark runs on; expected 17 or newer");
  if (Number(version) < 17) throw new Unreachable(`Java ${version}; Spark needs 17 or newer`);
}

/** Installed beside its place and then moved there: several processes may ask at once. */
async function pyspark(cache) {
  const folder = join(cache, `pyspark-${VERSION}`);
  const home = join(folder, "pyspark");
  if (hasConnect(home)) return home;
  console.error(`Fetching Spark ${VERSION} from the Python registry (450 MB, once) …`);
  await mkdir(cache, { recursive: true });
  const scratch = await mkdtemp(join(cache, "fetching-"));
  try {
    await install(scratch);
    await rename(scratch, folder).catch((error) => {
      if (!hasConnect(home)) throw error;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return home;
}

async function install(folder) {
  const flags = ["--quiet", "--no-deps", "--no-compile", "--disable-pip-version-check", "--target", folder];
  for (const python of ["python3", "/usr/bin/python3", "python"]) {
    const command = ["-m", "pip", "install", ...flags, `pyspark==${VERSION}`];
    const { code } = await run(python, command).catch(() => ({ code: 1 }));
    if (code === 0 && hasConnect(join(folder, "pyspark"))) return;
  }
  throw new Unreachable(
    `no Spark: pip is not there, could not reach the Python registry, or found no pyspark ${VERSION}`,
  );
}

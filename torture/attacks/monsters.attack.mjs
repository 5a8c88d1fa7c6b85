/**
 * Files that are too much of one thing, each read by a process of its own: a million columns, a line of many megabytes (a
 * gigabyte in the long form, read from disk piece by piece), brackets a hundred thousand deep, archives and images that
 * inflate a thousandfold or claim to. A process has to end with a value or an error of ours within a minute (ten in the
 * long form), and its memory may not grow by more than a multiple of the file that is stated beside it, or of what the file
 * honestly inflates to.
 */
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { crc32, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { bundlePrograms } from "../../tools/bundle.mjs";

export const title = "Monsters";
export const promise = 2;
export const short = 1;

const MB = 1e6;

/** Name of the file, what makes it, and how many bytes of memory reading may take for each of its own, or of `inflated`. */
const monsters = {
  "columns.csv": {
    make: () => `${Array.from({ length: 1e6 }, (_, c) => `c${c}`).join(",")}\n${"1,".repeat(1e6 - 1)}1\n`,
    factor: 200,
  },
  "quotes.csv": { make: () => `a,b\n${'"'.repeat(20 * MB)}`, factor: 40 },
  "field.csv": { make: () => `a,b\n${"x".repeat(20 * MB)},1\ny,2\n`, factor: 40 },
  "delimiters.csv": { make: () => `a,b\n${",".repeat(10 * MB)}\n`, factor: 400 },
  "deep.ndjson": { make: () => `{"a":${"[".repeat(1e5)}${"]".repeat(1e5)}}\n`, factor: 400 },
  "keys.ndjson": {
    make: () => `{${Array.from({ length: 2e5 }, (_, k) => `"k${k}":${k}`).join(",")}}\n`,
    factor: 1000,
  },
  "index.svm": { make: () => "1 2147483647:1\n0 1:1\n", factor: 100 },
  "zeros.csv.gz": { make: () => gzipSync(`a,b\n${"0,0\n".repeat(5 * MB)}`), inflated: 20 * MB, factor: 20 },
  "zeros-idx3-ubyte.gz": { make: () => gzipSync(Buffer.alloc(200 * MB)), inflated: 200 * MB, factor: 4 },
  "claim.npz": { make: () => npz(0xfffffff0, deflateRawSync(Buffer.alloc(1000))), factor: 2000 },
  "zeros.npz": {
    make: () => npz(100 * MB, deflateRawSync(Buffer.alloc(100 * MB))),
    inflated: 100 * MB,
    factor: 4,
  },
  "claim.npy": { make: () => npy("(4000000000, 4000000)"), factor: 2000 },
  "black.png": { make: () => png(9000, 9000), inflated: 81 * MB, factor: 6 },
  "header.safetensors": {
    make: () => Buffer.concat([Buffer.from([0, 225, 245, 5, 0, 0, 0, 0]), Buffer.alloc(1000, "{")]),
    factor: 2000,
  },
};

export async function attack({ scratch, long }) {
  const { reader } = await bundlePrograms(join(scratch, "program"), { reader: "torture/fuzz/readFile.ts" });
  const [base] = await readBy(reader, [], 60_000);
  const failures = [];
  const counts = { monsters: 0 };
  const attackWith = async (name, path, { factor, inflated }) => {
    const { size } = await stat(path);
    const [memory, problem] = await readBy(reader, [path], long ? 600_000 : 60_000);
    const most = 64 * MB + factor * (inflated ?? size);
    counts.monsters++;
    counts[`of ${name}`] = 1;
    if (problem) failures.push(`${name}: ${problem}`);
    else if (memory - base > most)
      failures.push(`${name}: ${memory - base} bytes of memory for ${size}; expected at most ${most}`);
  };
  await mkdir(join(scratch, "monsters"));
  for (const [name, monster] of Object.entries(monsters)) {
    const path = join(scratch, "monsters", name);
    await writeFile(path, monster.make());
    await attackWith(name, path, monster);
    await rm(path);
  }
  if (long) {
    const path = join(scratch, "monsters", "line.csv");
    await writeLine(path, 1e9);
    await attackWith("a line of a gigabyte", path, { factor: 8 });
  }
  return { counts, failures };
}

/** Reads a file in a process; resolves to the most memory it had, and what is wrong with how it ended. */
function readBy(program, args, milliseconds) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      timeout: milliseconds,
      killSignal: "SIGKILL",
    });
    const written = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"])
      child[name].setEncoding("utf8").on("data", (text) => {
        written[name] += text;
      });
    child.on("close", (code, signal) => {
      const { memory, error } = code === 0 ? JSON.parse(written.stdout) : {};
      const ours = error === undefined || error.name === "DataError" || error.name === "FormatError";
      if (code !== 0) resolve([0, `ends with ${signal ?? code}: ${written.stderr.slice(-400)}`]);
      else resolve([memory, ours ? undefined : `threw ${error.name}: ${error.message}`]);
    });
  });
}

/** A table whose second line has one field of so many bytes. */
async function writeLine(path, length) {
  const stream = createWriteStream(path);
  const chunk = Buffer.alloc(2 ** 20, "x");
  stream.write("a,b\n");
  for (let written = 0; written < length; written += chunk.length)
    if (!stream.write(chunk)) await new Promise((resolve) => stream.once("drain", resolve));
  await new Promise((resolve) => stream.end(",1\ny,2\n", resolve));
}

const npyHead = (shape) => {
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`;
  return Buffer.concat([
    Buffer.from("\x93NUMPY\x01\x00\x76\x00", "latin1"),
    Buffer.from(`${text.padEnd(117)}\n`),
  ]);
};

const npy = (shape) => Buffer.concat([npyHead(shape), Buffer.alloc(8)]);

/** An archive with one file that says it has so many bytes. */
function npz(bytes, packed) {
  const sizes = Buffer.alloc(26);
  sizes.writeUInt16LE(20, 0);
  sizes.writeUInt16LE(8, 4);
  sizes.writeUInt32LE(packed.length, 14);
  sizes.writeUInt32LE(bytes, 18);
  sizes.writeUInt16LE(5, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04"), sizes, Buffer.from("x.npy"), packed]);
  const central = Buffer.concat([
    Buffer.from("PK\x01\x02\x14\x00"),
    sizes,
    Buffer.alloc(14),
    Buffer.from("x.npy"),
  ]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

/** A black image in gray. */
function png(width, height) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [size, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    size.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([size, body, check]);
  };
  const pixels = deflateSync(Buffer.alloc((width + 1) * height));
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", pixels),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

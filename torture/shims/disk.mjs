/**
 * Loaded with `--import`: says in the file TORTURE_LOG which files are about to be replaced and which have been, with the
 * CRC-32 of the new content; and makes operation number TORTURE_FAULT_AT on a file or folder fail with TORTURE_FAULT, that
 * one alone or, with TORTURE_FAULT_STAYS, all that follow as well. Of what was to be written half is written, as on a disk
 * that is full.
 */
import { appendFileSync, readFileSync } from "node:fs";
import files from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { basename } from "node:path";
import { crc32 } from "node:zlib";

const {
  TORTURE_LOG: log,
  TORTURE_FAULT: code,
  TORTURE_FAULT_AT: at,
  TORTURE_FAULT_STAYS: stays,
} = process.env;
const say = (event) => log && appendFileSync(log, `${JSON.stringify(event)}\n`);
const reasons = {
  ENOSPC: [-28, "no space left on device"],
  EIO: [-5, "i/o error"],
  EROFS: [-30, "read-only file system"],
};

let operations = 0;
const fails = () => code && (++operations === Number(at) || (stays && operations > Number(at)));

function fault(syscall, path) {
  say({ event: "fault", syscall, operation: operations });
  const [errno, reason] = reasons[code];
  const where = path === undefined ? "" : ` '${path}'`;
  return Object.assign(new Error(`${code}: ${reason}, ${syscall}${where}`), { code, errno, syscall, path });
}

const { open, rename, mkdir } = files;

files.mkdir = async (path, ...rest) => {
  if (fails()) throw fault("mkdir", path);
  return mkdir(path, ...rest);
};

files.rename = async (from, to) => {
  const event = log && { name: basename(to), crc: crc32(readFileSync(from)) };
  say({ ...event, event: "replacing" });
  if (fails()) throw fault("rename", from);
  await rename(from, to);
  say({ ...event, event: "replaced" });
};

files.open = async (path, flags, ...rest) => {
  const writes = flags === "w" || flags === "a";
  if (writes && fails()) throw fault("open", path);
  return faulty(await open(path, flags, ...rest), writes);
};

function faulty(handle, writes) {
  for (const name of ["writeFile", "appendFile"]) {
    const write = handle[name].bind(handle);
    handle[name] = async (content, ...rest) => {
      if (!fails()) return write(content, ...rest);
      await write(content.slice(0, content.length >> 1), ...rest);
      throw fault("write");
    };
  }
  const write = handle.write.bind(handle);
  handle.write = async (bytes, from, length, at) => {
    if (!fails()) return write(bytes, from, length, at);
    await write(bytes, from, length >> 1, at);
    throw fault("write");
  };
  const sync = handle.sync.bind(handle);
  handle.sync = async () => {
    if (fails()) throw fault(writes ? "fsync" : "fsync of a folder");
    return sync();
  };
  return handle;
}

syncBuiltinESMExports();

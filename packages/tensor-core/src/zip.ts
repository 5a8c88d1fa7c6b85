import { inflateSync } from "fflate";
import { crc32 } from "./crc32.js";
import { FormatError } from "./storedArray.js";

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const;
const endBytes = 22;
const centralBytes = 46;
const localBytes = 30;

/** One file of an archive, as the archive's central directory describes it. */
interface ZipEntry {
  readonly name: string;
  readonly encrypted: boolean;
  readonly method: number;
  readonly checksum: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly localAt: number;
}

/**
 * The files of a zip archive by name, stored or deflated, checksums verified.
 *
 * @throws {FormatError} when the archive is cut off, encrypted, larger than 4 GiB (zip64), or when a file
 * is there twice, is compressed otherwise, claims an impossible size or fails its checksum.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function readZip(archive: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const files = new Map<string, Uint8Array>();
  for (const entry of centralDirectory(view)) {
    if (files.has(entry.name)) fail(`"${entry.name}" is there twice`);
    files.set(entry.name, unpack(entry, packedFile(entry, archive, view)));
  }
  return files;
}

function centralDirectory(view: DataView): ZipEntry[] {
  const end = endOfDirectory(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff) fail("the archive is in zip64 format; expected at most 4 GiB");
  const entries: ZipEntry[] = [];
  while (entries.length < count) {
    if (at + centralBytes > end || view.getUint32(at, true) !== signatures.central)
      fail(`no directory entry at byte ${at}; expected number ${entries.length + 1} of ${count}`);
    const nameBytes = view.getUint16(at + 28, true);
    const next =
      at + centralBytes + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) fail(`the directory entry at byte ${at} goes past the directory's end at ${end}`);
    entries.push(centralEntry(view, at, nameBytes));
    at = next;
  }
  return entries;
}

/** The end record is the last thing in the file, but for a comment of up to 65,535 bytes. */
function endOfDirectory(view: DataView): number {
  const first = Math.max(0, view.byteLength - endBytes - 0xffff);
  for (let at = view.byteLength - endBytes; at >= first; at--)
    if (view.getUint32(at, true) === signatures.end) return at;
  return fail(
    `no end of the directory in the file's ${view.byteLength} bytes; expected a complete zip archive`,
  );
}

function centralEntry(view: DataView, at: number, nameBytes: number): ZipEntry {
  const name = new Uint8Array(view.buffer, view.byteOffset + at + centralBytes, nameBytes);
  return {
    name: new TextDecoder().decode(name),
    encrypted: (view.getUint16(at + 8, true) & 1) === 1,
    method: view.getUint16(at + 10, true),
    checksum: view.getUint32(at + 16, true),
    packedBytes: view.getUint32(at + 20, true),
    bytes: view.getUint32(at + 24, true),
    localAt: view.getUint32(at + 42, true),
  };
}

function packedFile(
  { name, localAt, packedBytes }: ZipEntry,
  archive: Uint8Array,
  view: DataView,
): Uint8Array {
  if (localAt + localBytes > archive.length || view.getUint32(localAt, true) !== signatures.local)
    fail(`"${name}" is not at byte ${localAt}, where the directory says it is`);
  const start =
    localAt + localBytes + view.getUint16(localAt + 26, true) + view.getUint16(localAt + 28, true);
  if (start + packedBytes > archive.length)
    fail(`"${name}" ends at byte ${start + packedBytes} but the file has ${archive.length}`);
  return archive.subarray(start, start + packedBytes);
}

function unpack({ name, encrypted, method, checksum, bytes }: ZipEntry, packed: Uint8Array): Uint8Array {
  if (encrypted) fail(`"${name}" is encrypted`);
  if (method !== 0 && method !== 8)
    fail(`"${name}" is compressed by method ${method}; expected 0 (stored) or 8 (deflated)`);
  // Deflate packs at most 258 bytes into two bits.
  const most = method === 0 ? packed.length : packed.length * 1032;
  if (bytes > most || (method === 0 && bytes < most))
    fail(`"${name}" claims ${bytes} bytes, which its ${packed.length} packed bytes cannot hold`);
  const file = method === 0 ? packed : inflate(name, packed, bytes);
  if (file.length !== bytes || crc32(file) !== checksum)
    fail(`"${name}" is damaged: its checksum does not match`);
  return file;
}

function inflate(name: string, packed: Uint8Array, bytes: number): Uint8Array {
  try {
    return inflateSync(packed, { out: new Uint8Array(bytes) });
  } catch (cause) {
    throw new FormatError(`zip: "${name}" cannot be inflated: ${(cause as Error).message}`, { cause });
  }
}

function fail(sentence: string): never {
  throw new FormatError(`zip: ${sentence}`);
}

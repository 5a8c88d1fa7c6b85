/** Row j: what the byte that is j bytes before the last of four does to the remainder. */
const tables = Array.from({ length: 4 }, () => new Uint32Array(256));

for (let byte = 0; byte < 256; byte++) {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  tables[0][byte] = crc;
}
for (let j = 1; j < 4; j++)
  for (let byte = 0; byte < 256; byte++) {
    const crc = tables[j - 1][byte];
    tables[j][byte] = (crc >>> 8) ^ tables[0][crc & 0xff];
  }

/**
 * CRC-32 of ISO 3309, as gzip, zip and PNG have it: polynomial 0xEDB88320 (reflected), four bytes at a time (Kounavis &
 * Berry, "A systematic approach to building high performance software-based CRC generators", 2005). It finds every error
 * within 32 bits in a row, and others but for one in 2³².
 *
 * @returns a whole number from 0 to 2³² − 1
 * @example
 * crc32(new TextEncoder().encode("123456789")); // 3421780262
 */
export function crc32(bytes: Uint8Array): number {
  const [t0, t1, t2, t3] = tables;
  const whole = bytes.length - (bytes.length % 4);
  let crc = -1;
  let k = 0;
  for (; k < whole; k += 4) {
    crc ^= bytes[k] | (bytes[k + 1] << 8) | (bytes[k + 2] << 16) | (bytes[k + 3] << 24);
    crc = t3[crc & 0xff] ^ t2[(crc >>> 8) & 0xff] ^ t1[(crc >>> 16) & 0xff] ^ t0[crc >>> 24];
  }
  for (; k < bytes.length; k++) crc = t0[(crc ^ bytes[k]) & 0xff] ^ (crc >>> 8);
  return ~crc >>> 0;
}

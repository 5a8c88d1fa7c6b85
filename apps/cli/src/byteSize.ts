const units: Readonly<Record<string, number>> = {
  "": 1,
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
};

/** The bytes that a size means: `512MB` (10⁶), `2GiB` (2³⁰), `1.5 GB`, `536870912`; NaN for anything else. */
export function parseByteSize(text: string): number {
  const [, number = "", unit = ""] = /^\s*(\d+\.?\d*|\.\d+)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  return number === "" ? Number.NaN : Math.round(Number(number) * (units[unit.toUpperCase()] ?? Number.NaN));
}

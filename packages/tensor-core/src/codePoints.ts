/** Order by code point, which is the order of the UTF-8 bytes; `<` would order by UTF-16 unit. */
export function compareCodePoints(a: string, b: string): number {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return (a.codePointAt(i) ?? -1) - (b.codePointAt(i) ?? -1);
}

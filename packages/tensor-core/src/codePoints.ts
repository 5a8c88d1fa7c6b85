/**
 * Order of strings by code point, which is that of their UTF-8 bytes: negative, 0 or positive as `Array.sort`
 * wants it. (`<` compares UTF-16 units, which puts emoji before some letters.)
 *
 * @example
 * ["😀", "z", "ﬁ"].sort(compareCodePoints); // ["z", "ﬁ", "😀"]
 */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let i = 0;
  while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  return (a.codePointAt(i) ?? -1) - (b.codePointAt(i) ?? -1);
}

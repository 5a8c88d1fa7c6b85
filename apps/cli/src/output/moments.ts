/** Whether another of the moments 1, 3, 10, 30 … seconds has come since it was last asked. */
export function moments(): (seconds: number) => boolean {
  let next = 1;
  return (seconds) => {
    if (seconds < next) return false;
    while (next <= seconds) next *= String(next).startsWith("1") ? 3 : 10 / 3;
    next = Math.round(next);
    return true;
  };
}

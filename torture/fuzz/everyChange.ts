/** What is put in the place of each value: one of every type, and numbers at the edges of what may be expected. */
const values: readonly unknown[] = [null, false, -1, 0, 0.5, 2 ** 31, 1e300, "", "a", [], {}];

/**
 * Every text that comes of a JSON text by one change in one place, JSON within strings included: another value, or none.
 * Chance gets to the places of a long text only now and then.
 */
export function* everyChange(text: string): Generator<string> {
  const root = JSON.parse(text) as Record<string, unknown>;
  for (const { holder, key } of places(root)) {
    const old = holder[key];
    if (isJson(old))
      for (const inner of everyChange(old)) {
        holder[key] = inner;
        yield JSON.stringify(root);
      }
    for (const value of values) {
      holder[key] = value;
      yield JSON.stringify(root);
    }
    delete holder[key];
    yield JSON.stringify(root, (_, value) =>
      Array.isArray(value) ? value.filter((entry) => entry !== undefined) : value,
    );
    holder[key] = old;
  }
}

export const isJson = (value: unknown): value is string => typeof value === "string" && /^[{[]/.test(value);

export interface Place {
  /** An object or a list, and one of its keys. */
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

/** Every place of a value, those within others included. */
export function places(value: unknown, found: Place[] = []): Place[] {
  if (typeof value !== "object" || value === null) return found;
  const holder = value as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    found.push({ holder, key });
    places(holder[key], found);
  }
  return found;
}

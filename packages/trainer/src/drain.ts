/** What a generator returns, whatever it yields. */
export async function drain<T>(events: AsyncGenerator<unknown, T>): Promise<T> {
  for (;;) {
    const { done, value } = await events.next();
    if (done) return value as T;
  }
}

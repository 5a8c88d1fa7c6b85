/**
 * Kernels that keep account of themselves: seconds and calls by kernel, in `account`. A pass over all rows and one
 * over a mini-batch are told apart, and so are the two precisions.
 */
export function timedKernels(kernels) {
  const account = new Map();
  const time = (name, work) => {
    const start = performance.now();
    try {
      return work();
    } finally {
      const entry = account.get(name) ?? { calls: 0, seconds: 0 };
      entry.calls++;
      entry.seconds += (performance.now() - start) / 1000;
      account.set(name, entry);
    }
  };
  const timed = (target, nameOf, wrap) =>
    new Proxy(target, {
      get(object, property) {
        const value = Reflect.get(object, property);
        if (typeof value !== "function") return value;
        return (...args) =>
          wrap(
            time(nameOf(property, args), () => value.apply(object, args)),
            property,
            args,
          );
      },
    });
  const linear = (kernel, precision) => {
    const nameOf = (property, args) => {
      const rows = args.find((arg) => arg && typeof arg.to === "number");
      const some = rows && rows.to - rows.from < kernel.nRows ? ", some rows" : "";
      return `${property} (${precision}${some})`;
    };
    return timed(kernel, nameOf, (result) => result);
  };
  const wrap = (result, property, [, precision]) => {
    if (property === "linear") return linear(result, precision);
    return property === "cholesky"
      ? timed(
          result,
          (method) => `cholesky ${method}`,
          (value) => value,
        )
      : result;
  };
  return { account, kernels: timed(kernels, (property) => property, wrap) };
}

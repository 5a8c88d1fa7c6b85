import { registerHooks } from "node:module";

/** Node reads TypeScript itself; what it does not know is that `./x.js` is `./x.ts` there. */
registerHooks({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context);
    } catch (error) {
      if (!specifier.startsWith(".") || !specifier.endsWith(".js")) throw error;
      return next(specifier.replace(/js$/, "ts"), context);
    }
  },
});

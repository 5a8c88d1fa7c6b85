import { expect, it } from "vitest";
import { z } from "zod";
import { answer, ask, channel } from "./channel.js";

const channels = {
  "numbers.half": channel(z.strictObject({ of: z.number() })).returning<number>(),
  "numbers.fail": ask.returning<void>(),
};
const handlers = {
  "numbers.half": ({ of }: { readonly of: number }) => of / 2,
  "numbers.fail": () => {
    throw new Error("there are no numbers");
  },
};
const asked = (name: unknown, params?: unknown) => answer(channels, handlers, name, params);

it("answers a channel with what its handler returns", async () => {
  expect(await asked("numbers.half", { of: 3 })).toEqual({ ok: true, value: 1.5 });
});

it("refuses names that are no channel, inherited ones among them", async () => {
  for (const name of ["numbers.third", "constructor", "__proto__", 7, undefined])
    expect(await asked(name)).toMatchObject({ ok: false });
});

it("refuses parameters that the schema does not describe", async () => {
  for (const params of [undefined, null, {}, { of: "3" }, { of: 3, and: 4 }, [3]])
    expect(await asked("numbers.half", params)).toMatchObject({ ok: false });
  expect(await asked("numbers.fail", { of: 3 })).toMatchObject({ ok: false });
});

it("turns a handler's error into its sentence", async () => {
  expect(await asked("numbers.fail")).toEqual({ ok: false, message: "there are no numbers" });
});

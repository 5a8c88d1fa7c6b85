import { z } from "zod";

/** One thing that can be asked: the schema of its parameters, and the type of the answer. */
export interface Channel<P extends z.ZodType = z.ZodType, R = unknown> {
  readonly params: P;
  /** Never there: it holds the answer's type for the compiler. */
  readonly answer?: R;
}

/** A channel for parameters of this schema: `channel(z.strictObject({ … })).returning<Answer>()`. */
export const channel = <P extends z.ZodType>(params: P) => ({
  returning: <R>(): Channel<P, R> => ({ params }),
});

/** A channel without parameters. */
export const ask = channel(z.undefined());

export type Channels = Readonly<Record<string, Channel>>;
type ParamsOf<C extends Channel> = z.input<C["params"]>;
type AnswerOf<C extends Channel> = C extends Channel<z.ZodType, infer R> ? R : never;

/** How the asking side calls: `request("data.rows", { … })`. */
export type Request<C extends Channels> = <N extends keyof C & string>(
  name: N,
  ...params: undefined extends ParamsOf<C[N]> ? [] : [ParamsOf<C[N]>]
) => Promise<AnswerOf<C[N]>>;

/** What the answering side implements: a function for each channel. */
export type Handlers<C extends Channels> = {
  readonly [N in keyof C]: (params: z.output<C[N]["params"]>) => Promise<AnswerOf<C[N]>> | AnswerOf<C[N]>;
};

/** An answer on its way: a value, or one sentence for the person who asked. */
export type Reply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

/**
 * Answers a request that came from outside: the name must be one of the channels and the parameters must be what its
 * schema says. Never rejects.
 */
export async function answer<C extends Channels>(
  channels: C,
  handlers: Handlers<C>,
  name: unknown,
  params: unknown,
): Promise<Reply> {
  if (typeof name !== "string" || !Object.hasOwn(channels, name))
    return { ok: false, message: `${JSON.stringify(name)} is no channel of this process` };
  const parsed = channels[name].params.safeParse(params);
  if (!parsed.success) return { ok: false, message: `${name}: ${z.prettifyError(parsed.error)}` };
  try {
    return { ok: true, value: await handlers[name](parsed.data as never) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

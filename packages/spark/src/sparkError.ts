import { Code, ConnectError } from "@connectrpc/connect";
import { boundedMessage } from "@softmax/tensor-core";

/** What went wrong between us and Spark, or inside it; the message is one sentence. */
export class SparkError extends Error {
  override readonly name = "SparkError";

  constructor(message: string, options?: ErrorOptions) {
    super(boundedMessage(message), options);
  }
}

/** Failures after which the same operation may still be going on in Spark, so that attaching to it again makes sense. */
export const isLostConnection = (error: unknown): boolean =>
  error instanceof ConnectError &&
  (error.code === Code.Unavailable ||
    error.code === Code.Aborted ||
    error.rawMessage.startsWith("http/2 ") ||
    error.rawMessage.includes("INVALID_CURSOR.DISCONNECTED"));

/**
 * A failed call as a `SparkError`; what is not a failed call is returned as it is.
 *
 * @param address host:port, without credentials
 * @param doing what was being done, such as "reading the columns"
 */
export function asSparkError(error: unknown, address: string, doing: string): unknown {
  if (!(error instanceof ConnectError)) return error;
  return new SparkError(`${messageOf(error, address)} (while ${doing})`, { cause: error });
}

function messageOf({ code, rawMessage, cause }: ConnectError, address: string): string {
  if (code === Code.Unavailable)
    return `no Spark Connect server answers at ${address}: ${systemCode(cause) ?? firstLine(rawMessage)}; expected one there, as sbin/start-connect-server.sh starts it`;
  if (code === Code.Unauthenticated || code === Code.PermissionDenied)
    return `the Spark Connect server at ${address} refuses the credentials: ${firstLine(rawMessage)}`;
  if (code === Code.Unimplemented)
    return `what answers at ${address} is not a Spark Connect server of version 4: ${firstLine(rawMessage)}`;
  return `Spark at ${address}: ${firstLine(rawMessage)}`;
}

const systemCode = (cause: unknown): string | undefined => {
  const { code } = (cause ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : undefined;
};

/** What Spark says, without its stack trace, plan and SQLSTATE. */
const firstLine = (message: string): string =>
  message
    .split("\n")[0]
    .replace(/\s*SQLSTATE: \w+;?\s*$/, "")
    .trim();

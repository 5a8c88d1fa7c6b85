import { type CallOptions, type Client, ConnectError } from "@connectrpc/connect";
import type { ExecutePlanRequest, ExecutePlanResponse, SparkConnectService } from "./generated/base_pb.js";
import { isLostConnection } from "./sparkError.js";

/** Waits before attaching again to an operation whose connection was lost; an answer starts them anew. */
const RETRY_DELAYS_MS = [100, 400, 1600, 3200];
/** For calls that only tidy up. */
const TIDYING_MS = 10_000;

/**
 * The answers of one plan. The server ends its stream of answers from time to time, and connections get lost: until the
 * operation says that it is complete, it is attached to again, behind the last answer that arrived. However this ends,
 * the server is told to forget the operation; where the signal aborts, to stop it first.
 *
 * @param stop tells Spark to stop the operation
 */
export async function* operation(
  client: Client<typeof SparkConnectService>,
  request: ExecutePlanRequest,
  { headers, signal }: Pick<CallOptions, "headers" | "signal">,
  stop: (options: CallOptions) => Promise<unknown>,
): AsyncGenerator<ExecutePlanResponse["responseType"]> {
  const { sessionId, userContext, clientType, operationId = "" } = request;
  const own = { sessionId, userContext, clientType, operationId };
  const tidying = { headers, timeoutMs: TIDYING_MS };
  let lastResponseId: string | undefined;
  let [known, complete, lost] = [false, false, 0];
  let stopping: Promise<unknown> | undefined;
  const onAbort = () => (stopping = stop(tidying).catch(ifGone));
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    while (!complete) {
      const answers = known
        ? client.reattachExecute({ ...own, lastResponseId }, { headers, signal })
        : client.executePlan(request, { headers, signal });
      known = true;
      try {
        for await (const { responseId, responseType } of answers) {
          [lost, lastResponseId] = [0, responseId];
          if (responseType.case === "resultComplete") complete = true;
          else yield responseType;
        }
      } catch (error) {
        known = !(lastResponseId === undefined && neverArrived(error));
        const retry = (!known || isLostConnection(error)) && lost < RETRY_DELAYS_MS.length;
        if (signal?.aborted || !retry) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_DELAYS_MS[lost++]));
      }
    }
  } finally {
    signal?.removeEventListener("abort", onAbort);
    await stopping;
    await client
      .releaseExecute({ ...own, release: { case: "releaseAll", value: {} } }, tidying)
      .catch(ifGone);
  }
}

/** Whether the server says that it has never heard of the operation. */
const neverArrived = (error: unknown): boolean =>
  error instanceof ConnectError && /INVALID_HANDLE\.(OPERATION|SESSION)_NOT_FOUND/.test(error.rawMessage);

/** What is to be tidied up may be gone already, or the server with it; what went wrong before is what counts. */
function ifGone(error: unknown): void {
  if (!(error instanceof ConnectError)) throw error;
}

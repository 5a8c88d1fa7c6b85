import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { Code, ConnectError, createClient, createRouterTransport } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import {
  ExecutePlanRequestSchema,
  type ExecutePlanResponseSchema,
  SparkConnectService,
} from "./generated/base_pb.js";
import { operation } from "./operation.js";

type Answer = "batch" | "complete" | "end" | "lost" | "unknown" | "broken" | "hang";

const errors = {
  lost: () => new ConnectError("connection reset", Code.Unavailable),
  unknown: () => new ConnectError("[INVALID_HANDLE.OPERATION_NOT_FOUND] The handle", Code.Internal),
  broken: () => new ConnectError("[DIVIDE_BY_ZERO] Division by zero", Code.Internal),
};

/** A server that plays one list of answers a call, and writes down what is asked of it. */
function scripted(...calls: Answer[][]) {
  const asked: string[] = [];
  let n = 0;
  async function* play(
    signal: AbortSignal,
  ): AsyncGenerator<MessageInitShape<typeof ExecutePlanResponseSchema>> {
    for (const answer of calls.shift() ?? []) {
      if (answer === "end") return;
      if (answer === "hang") await new Promise((_, reject) => signal.addEventListener("abort", reject));
      else if (answer === "lost" || answer === "unknown" || answer === "broken") throw errors[answer]();
      else if (answer === "complete") yield { responseType: { case: "resultComplete" as const, value: {} } };
      else
        yield {
          responseId: `r${++n}`,
          responseType: { case: "arrowBatch" as const, value: { rowCount: BigInt(n) } },
        };
    }
  }
  const ask = <T>(call: string, answer: T): T => {
    asked.push(call);
    return answer;
  };
  const transport = createRouterTransport(({ service }) => {
    service(SparkConnectService, {
      executePlan: (_, { signal }) => ask("execute", play(signal)),
      reattachExecute: ({ lastResponseId }, { signal }) => ask(`reattach ${lastResponseId}`, play(signal)),
      releaseExecute: ({ release }) => ask(release.case ?? "none", {}),
      interrupt: () => ask("interrupt", {}),
    });
  });
  const client = createClient(SparkConnectService, transport);
  return { asked, client };
}

async function answersOf({ client }: ReturnType<typeof scripted>, signal?: AbortSignal) {
  const request = create(ExecutePlanRequestSchema, { sessionId: "s", operationId: "o" });
  const batches: bigint[] = [];
  for await (const answer of operation(client, request, { signal }, (options) =>
    client.interrupt({}, options),
  ))
    if (answer.case === "arrowBatch") batches.push(answer.value.rowCount);
  return batches;
}

describe("operation", () => {
  it("ends when the server says that all is there, and releases it", async () => {
    const server = scripted(["batch", "batch", "complete"]);
    expect(await answersOf(server)).toEqual([1n, 2n]);
    expect(server.asked).toEqual(["execute", "releaseAll"]);
  });

  it("goes on behind the last answer where the server ends its stream", async () => {
    const server = scripted(["batch", "end"], ["batch", "end"], ["complete"]);
    expect(await answersOf(server)).toEqual([1n, 2n]);
    expect(server.asked).toEqual(["execute", "reattach r1", "reattach r2", "releaseAll"]);
  });

  it("goes on behind the last answer where the connection is lost", async () => {
    const server = scripted(["batch", "lost"], ["lost"], ["batch", "complete"]);
    expect(await answersOf(server)).toEqual([1n, 2n]);
    expect(server.asked).toEqual(["execute", "reattach r1", "reattach r1", "releaseAll"]);
  });

  it("starts anew where the plan never arrived", async () => {
    const server = scripted(["lost"], ["unknown"], ["batch", "complete"]);
    expect(await answersOf(server)).toEqual([1n]);
    expect(server.asked).toEqual(["execute", "reattach undefined", "execute", "releaseAll"]);
  });

  it("does not start anew what has answered: half of it would come twice", async () => {
    const server = scripted(["batch", "end"], ["unknown"]);
    await expect(answersOf(server)).rejects.toThrow(/OPERATION_NOT_FOUND/);
    expect(server.asked.at(-1)).toBe("releaseAll");
  });

  it("fails at once where Spark fails", async () => {
    const server = scripted(["batch", "broken"]);
    await expect(answersOf(server)).rejects.toThrow(/DIVIDE_BY_ZERO/);
    expect(server.asked).toEqual(["execute", "releaseAll"]);
  });

  it("gives a server up that stays away", async () => {
    const server = scripted(["batch", "lost"], ...Array.from({ length: 9 }, (): Answer[] => ["lost"]));
    await expect(answersOf(server)).rejects.toThrow(/connection reset/);
    expect(server.asked.filter((call) => call.startsWith("reattach"))).toHaveLength(4);
  });

  it("interrupts Spark where the signal aborts", async () => {
    const server = scripted(["batch", "hang"]);
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 20);
    await expect(answersOf(server, abort.signal)).rejects.toThrow();
    expect(server.asked).toEqual(["execute", "interrupt", "releaseAll"]);
  });
});

import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type CallOptions, type Client, createClient } from "@connectrpc/connect";
import { createGrpcTransport, Http2SessionManager } from "@connectrpc/connect-node";
import { type Connection, parseConnectionString } from "./connectionString.js";
import {
  type AnalyzePlanRequestSchema,
  ExecutePlanRequestSchema,
  type ExecutePlanResponse,
  InterruptRequest_InterruptType,
  type PlanSchema,
  SparkConnectService,
} from "./generated/base_pb.js";
import type { DataType_Struct } from "./generated/types_pb.js";
import { operation } from "./operation.js";
import { progressOf, type SparkProgress } from "./progress.js";
import type { Relation } from "./relations.js";
import { asSparkError, SparkError } from "./sparkError.js";

/** How to reach Spark, and who hears of it. */
export interface SparkContext {
  /** A connection string of Spark Connect, such as `sc://host:15002`. */
  readonly remote: string;
  /** Interrupts what runs in Spark; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Hears what Spark reports of its jobs. */
  readonly onProgress?: (progress: SparkProgress) => void;
}

export type Plan = MessageInitShape<typeof PlanSchema>;
export type Response = ExecutePlanResponse["responseType"];
type Analysis = NonNullable<MessageInitShape<typeof AnalyzePlanRequestSchema>["analyze"]>;

/** A session of a Spark Connect server. `step` names what is being done, for messages and progress. */
export interface SparkSession {
  /** Spark's version. */
  readonly version: string;
  /** What a plan answers; where the signal aborts, Spark is told to stop it. */
  execute(step: string, plan: Plan): AsyncIterable<Response>;
  /** The columns of a relation and their types. */
  schema(step: string, relation: Relation): Promise<DataType_Struct>;
}

/** The oldest version whose Connect has ML commands. */
const OLDEST_MAJOR = 4;
/** Longer than the five minutes below which a gRPC server of Java takes pings for an attack. */
const PING_INTERVAL_MS = 330_000;

/**
 * Runs `use` in a session of its own and releases it afterwards, whatever happened: with it go running operations and
 * models kept for it.
 *
 * @throws SparkError where the server is not to be reached, refuses, or is too old
 */
export async function withSession<T>(
  context: SparkContext,
  use: (session: SparkSession) => Promise<T>,
): Promise<T> {
  context.signal?.throwIfAborted();
  const connection = parseConnectionString(context.remote);
  const http2 = new Http2SessionManager(baseUrl(connection), { pingIntervalMs: PING_INTERVAL_MS });
  const client = createClient(
    SparkConnectService,
    createGrpcTransport({ baseUrl: baseUrl(connection), sessionManager: http2 }),
  );
  const opened = openSession(client, connection, context);
  try {
    return await use(await opened.session());
  } finally {
    await opened.release();
    http2.abort();
  }
}

const baseUrl = ({ tls, host, port }: Connection): string =>
  `${tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${port}`;

function openSession(
  client: Client<typeof SparkConnectService>,
  connection: Connection,
  context: SparkContext,
) {
  const { userId, userAgent, host, port, headers } = connection;
  const { signal, onProgress } = context;
  const address = `${host}:${port}`;
  const own = {
    sessionId: connection.sessionId ?? crypto.randomUUID(),
    userContext: { userId, userName: userId },
    clientType: userAgent ? `${userAgent} softmax` : "softmax",
  };
  let isOpen = false;

  const guarded = async <T>(step: string, call: () => Promise<T>): Promise<T> => {
    signal?.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      signal?.throwIfAborted();
      throw asSparkError(error, address, step);
    }
  };
  const analyze = (step: string, analyze: Analysis) =>
    guarded(step, () => client.analyzePlan({ ...own, analyze }, { headers, signal })).then(
      ({ result }) => result,
    );

  async function* execute(step: string, plan: Plan): AsyncIterable<Response> {
    const operationId = crypto.randomUUID();
    const requestOptions = [reattachable];
    const request = create(ExecutePlanRequestSchema, { ...own, operationId, plan, requestOptions });
    const stop = (options: CallOptions) =>
      client.interrupt(
        {
          ...own,
          interruptType: InterruptRequest_InterruptType.OPERATION_ID,
          interrupt: { case: "operationId", value: operationId },
        },
        options,
      );
    try {
      signal?.throwIfAborted();
      for await (const response of operation(client, request, { headers, signal }, stop)) {
        if (response.case === "executionProgress") onProgress?.(progressOf(step, response.value));
        else yield response;
      }
    } catch (error) {
      signal?.throwIfAborted();
      throw asSparkError(error, address, step);
    }
  }

  return {
    async session(): Promise<SparkSession> {
      const answer = await analyze("opening the session", { case: "sparkVersion", value: {} });
      isOpen = true;
      const version = answer.case === "sparkVersion" ? answer.value.version : "";
      if (!(Number.parseInt(version, 10) >= OLDEST_MAJOR))
        throw new SparkError(
          `Spark at ${address} is of version ${version || "unknown"}; expected ${OLDEST_MAJOR}.0 or newer, whose Connect has machine learning`,
        );
      return {
        version,
        execute,
        schema: (step, relation) =>
          analyze(step, { case: "schema", value: { plan: root(relation) } }).then(structOf),
      };
    },
    /** A dead server has nothing left to release: what went wrong before is what counts. */
    async release(): Promise<void> {
      if (!isOpen || connection.sessionId) return;
      await client.releaseSession(own, { headers, timeoutMs: 10_000 }).catch(() => undefined);
    },
  };
}

/** Answers are kept by the server until they are released, so that they survive a lost connection. */
const reattachable = {
  requestOption: { case: "reattachOptions", value: { reattachable: true } },
} as const;

/** A relation as the whole of a plan. */
export const root = (relation: Relation): Plan => ({ opType: { case: "root", value: relation } });

function structOf(answer: Awaited<ReturnType<Client<typeof SparkConnectService>["analyzePlan"]>>["result"]) {
  const kind = answer.case === "schema" ? answer.value.schema?.kind : undefined;
  if (kind?.case !== "struct")
    throw new SparkError("Spark described the columns in a way that is not understood");
  return kind.value;
}

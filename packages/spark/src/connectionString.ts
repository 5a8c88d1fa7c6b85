import { withoutCredentials } from "@softmax/trainer";
import { SparkError } from "./sparkError.js";

/** Where a Spark Connect server is and how to speak to it. */
export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly userId: string;
  /** Set where the string names a session: it is joined, and not released at the end. */
  readonly sessionId?: string;
  readonly userAgent?: string;
  /** Sent with every call: the token's `authorization`, and every parameter without a meaning of its own. */
  readonly headers: Readonly<Record<string, string>>;
}

const SCHEME = "sc://";
const DEFAULT_PORT = 15002;
const EXPECTED = "sc://host:port/;name=value;…";

/**
 * Reads a connection string of Spark Connect: `sc://host:port/;name=value;…`, values percent-encoded. Names: `token`
 * (a bearer token; implies TLS), `use_ssl`, `user_id`, `user_agent`, `session_id` (a UUID); any other is a header of
 * every call.
 *
 * A token goes over TLS alone; `use_ssl=false` beside it is taken where the host is this machine.
 *
 * @throws SparkError that says what is wrong, without the values of the parameters
 * @see https://github.com/apache/spark/blob/master/sql/connect/docs/client-connection-string.md
 * @example
 * const { host, port, tls } = parseConnectionString("sc://spark.example.org/;use_ssl=true");
 * [host, port, tls]; // ["spark.example.org", 15002, true]
 */
export function parseConnectionString(remote: string): Connection {
  const { hostname, port } = addressOf(remote);
  const {
    token,
    use_ssl,
    user_id,
    user_agent,
    session_id,
    grpc_max_message_size: _,
    ...others
  } = parametersOf(remote);
  const tls = use_ssl === undefined ? token !== undefined : flag(use_ssl);
  const host = hostname.replace(/^\[|\]$/g, "");
  if (token !== undefined && !tls && !isLoopback(host))
    throw new SparkError(`remote: use_ssl=false would send the token to ${host} unencrypted; leave it out`);
  if (session_id !== undefined && !/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(session_id))
    throw new SparkError("remote: session_id is not a UUID");
  return {
    host,
    port: port === "" ? DEFAULT_PORT : Number(port),
    tls,
    userId: user_id ?? "softmax",
    sessionId: session_id,
    userAgent: user_agent,
    headers: token === undefined ? others : { ...others, authorization: `Bearer ${token}` },
  };
}

function addressOf(remote: string): URL {
  const expected = `expected ${EXPECTED}`;
  if (!remote.startsWith(SCHEME))
    throw new SparkError(`remote: "${withoutCredentials(remote)}" does not start with sc://; ${expected}`);
  const [address] = remote.split(";");
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const plain = url?.hostname && /^\/?$/.test(url.pathname) && !url.search && !url.hash && !url.username;
  if (!url || !plain)
    throw new SparkError(`remote: "${SCHEME}${url?.host ?? "…"}" is no address; ${expected}`);
  return url;
}

function parametersOf(remote: string): Record<string, string> {
  const pairs = remote.split(";").slice(1).filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name, ...value] = pair.split("=");
      if (name === "" || value.length === 0)
        throw new SparkError(`remote: a parameter is not name=value; expected ${EXPECTED}`);
      return [name, decodeURIComponent(value.join("="))];
    }),
  );
}

function flag(value: string): boolean {
  const lower = value.toLowerCase();
  if (lower === "true" || lower === "false") return lower === "true";
  throw new SparkError("remote: use_ssl is neither true nor false");
}

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || host.startsWith("127.");

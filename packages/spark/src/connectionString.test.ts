import { describe, expect, it } from "vitest";
import { parseConnectionString } from "./connectionString.js";
import { SparkError } from "./sparkError.js";

describe("parseConnectionString", () => {
  it("takes Spark's default port, and no TLS without a token", () => {
    expect(parseConnectionString("sc://host")).toMatchObject({
      host: "host",
      port: 15002,
      tls: false,
      headers: {},
    });
    expect(parseConnectionString("sc://host:80/")).toMatchObject({ host: "host", port: 80 });
    expect(parseConnectionString("sc://[::1]:99")).toMatchObject({ host: "::1", port: 99 });
  });

  it("sends a token as a bearer's, over TLS", () => {
    const { tls, headers } = parseConnectionString("sc://host/;token=a%3Bb=;x-tenant=7");
    expect(tls).toBe(true);
    expect(headers).toEqual({ authorization: "Bearer a;b=", "x-tenant": "7" });
  });

  it("reads user, agent and session", () => {
    const sessionId = "01234567-89ab-cdef-0123-456789abcdef";
    const read = parseConnectionString(
      `sc://host/;user_id=me;user_agent=app;session_id=${sessionId};use_ssl=TRUE`,
    );
    expect(read).toMatchObject({ userId: "me", userAgent: "app", sessionId, tls: true });
  });

  it("sends a token without TLS to this machine alone", () => {
    expect(parseConnectionString("sc://127.0.0.1/;token=secret;use_ssl=false").tls).toBe(false);
    expect(() => parseConnectionString("sc://host/;token=secret;use_ssl=false")).toThrow(/unencrypted/);
  });

  it.each([
    "host:15002/;token=secret",
    "http://host/;token=secret",
    "sc://me:secret@host",
    "sc://secret host",
    "sc://host/path?secret",
    "sc://host/;secret",
    "sc://host/;token=secret;use_ssl=secret",
    "sc://host/;session_id=secret",
  ])("refuses %s and does not print what may be secret", (remote) => {
    const message = (() => {
      try {
        return JSON.stringify(parseConnectionString(remote));
      } catch (error) {
        expect(error).toBeInstanceOf(SparkError);
        return (error as SparkError).message;
      }
    })();
    expect(message).toMatch(/^remote: /);
    expect(message).not.toContain("secret");
  });
});

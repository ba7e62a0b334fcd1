// Tests of a program in TypeScript against the sandbox, which the tests control over HTTP.
//
// They need nothing but Node.js 22.18 or newer (or 22.6 with --experimental-strip-types), and yulsn-codegen on the PATH:
//
//     node --test examples/typescript/sandbox.test.ts

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { after, before, beforeEach, test } from "node:test";

const CONTROL_KEY = "only-for-tests";

type Contact = { Id: number; Email: string | null };
type RecordedRequest = { method: string; path: string; status: number | null; faults: string[] };

let sandbox: ChildProcess;
let url: string;

before(async () => {
  sandbox = spawn("yulsn-codegen", ["sandbox", "--port", "0", "--contacts", "3"], {
    env: { ...process.env, YULSN_SANDBOX_CONTROL_KEY: CONTROL_KEY },
    stdio: ["ignore", "pipe", "inherit"],
  });
  url = await new Promise<string>((resolve, reject) => {
    let printed = "";
    sandbox.once("error", reject);
    sandbox.once("exit", () => reject(new Error("the sandbox did not start")));
    sandbox.stdout!.on("data", (data) => {
      printed += data;
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(printed);
      if (address) resolve(address[0]);
    });
  });
});

after(() => {
  sandbox.kill();
});

/** Control the sandbox, and return the JSON value of the response, if there is one. */
async function control(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${url}/__sandbox${path}`, {
    method,
    headers: { "X-Control-Key": CONTROL_KEY },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  assert.ok(response.ok, `${method} ${path}: ${response.status}`);
  return response.status === 204 ? undefined : response.json();
}

/** Call the API, as the program under test would. */
function api(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${url}/api/v1/${path}`, {
    method,
    headers: { "X-ApiKey": "sandbox", "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

async function countContacts(): Promise<number> {
  const ids = (await (await api("GET", "Contacts")).json()) as number[];
  return ids.length;
}

const NEW = {
  Email: "ada@example.com",
  RegistrationSource: "test",
  RegistrationIp: "192.0.2.1",
  RegistrationDateTime: "2026-01-01T12:00:00Z",
};

beforeEach(() => control("POST", "/reset"));

test("a contact is created and found", async () => {
  const created = (await (await api("POST", "Contacts", NEW)).json()) as Contact;
  const found = (await (await api("GET", "Contacts?email=ada@example.com")).json()) as Contact;
  assert.equal(found.Id, created.Id);
  assert.equal(await countContacts(), 4);
});

test("each test starts with the data that the sandbox was started with", async () => {
  assert.equal(await countContacts(), 3);
});

test("an outage is survived", async () => {
  await control("POST", "/faults", { rule: "status=503 GET /api/v1/Contacts 1x" });
  assert.equal((await api("GET", "Contacts")).status, 503);
  assert.equal((await api("GET", "Contacts")).status, 200);
  const requests = (await control("GET", "/requests")) as RecordedRequest[];
  assert.deepEqual(
    requests.map((request) => [request.method, request.path, request.status]),
    [
      ["GET", "/api/v1/Contacts", 503],
      ["GET", "/api/v1/Contacts", 200],
    ],
  );
});

test("a snapshot brings data back", async () => {
  await api("POST", "Contacts", NEW);
  await control("PUT", "/snapshots/with-ada");
  await control("POST", "/reset");
  assert.equal(await countContacts(), 3);
  await control("POST", "/snapshots/with-ada");
  assert.equal(await countContacts(), 4);
});

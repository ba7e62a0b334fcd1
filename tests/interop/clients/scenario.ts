/** What every client does against the sandbox, and where the sandbox is. */

import assert from "node:assert/strict";

export const baseUrl = process.env.BASE_URL!;
export const apiKey = process.env.API_KEY!;

/** The calls of a scenario, as one client makes them. */
export interface Calls {
  createContact(brand: "Trek", shoeSize: number): Promise<number | undefined>;
  brandAndShoeSize(id: number): Promise<[string | null | undefined, number | null | undefined]>;
  createLoyaltyCard(): Promise<number | undefined>;
  loyaltyCardIds(): Promise<unknown>;
  createSegment(contactIds: number[]): Promise<number | null | undefined>;
  countContacts(segmentIds: number[]): Promise<unknown>;
  statusWithWrongKey(): Promise<number>;
}

export async function run(calls: Calls): Promise<void> {
  const id = await calls.createContact("Trek", 42);
  assert.ok(id);
  assert.deepEqual(await calls.brandAndShoeSize(id), ["Trek", 42]);
  const card = await calls.createLoyaltyCard();
  assert.deepEqual(await calls.loyaltyCardIds(), [card]);
  const segments = [await calls.createSegment([id]), await calls.createSegment([id])];
  assert.equal(await calls.countContacts(segments.map((segment) => segment!)), 1);
  assert.equal(await calls.statusWithWrongKey(), 401);
}

/** The client that hey-api writes, against the sandbox. */

import { createClient } from "./hey_api/client";
import * as api from "./hey_api";
import { apiKey, baseUrl, run } from "./scenario";

const client = createClient({ baseUrl, auth: apiKey });

void run({
  async createContact(brand, shoeSize) {
    const body = { RegistrationSource: "interop", "Favourite Brand": brand, "Shoe Size": shoeSize };
    return (await api.postContacts({ client, body, throwOnError: true })).data.Id;
  },
  async brandAndShoeSize(id) {
    const { data } = await api.getContactsById({ client, path: { id }, throwOnError: true });
    return [data["Favourite Brand"], data["Shoe Size"]];
  },
  async createLoyaltyCard() {
    return (await api.postTableByTableNameLoyaltyCards({ client, body: {}, throwOnError: true })).data.Id;
  },
  async loyaltyCardIds() {
    return (await api.getTableByTableNameLoyaltyCards({ client, throwOnError: true })).data;
  },
  async createSegment(ContactIds) {
    return (await api.postSegmentsContactIds({ client, body: { ContactIds }, throwOnError: true })).data.Id;
  },
  async countContacts(segmentIds) {
    const query = { s: Object.fromEntries(segmentIds.entries()) };
    return (await api.getSegmentsGetContactCount({ client, query, throwOnError: true })).data;
  },
  async statusWithWrongKey() {
    const { response } = await api.getActions({ client: createClient({ baseUrl, auth: "wrong" }) });
    return response!.status;
  },
});

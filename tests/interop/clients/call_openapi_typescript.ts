/** The types that openapi-typescript writes, with openapi-fetch, against the sandbox. */

import createClient from "openapi-fetch";
import type { paths } from "./openapi_typescript";
import { apiKey, baseUrl, run } from "./scenario";

const client = createClient<paths>({ baseUrl, headers: { "X-ApiKey": apiKey } });

void run({
  async createContact(brand, shoeSize) {
    const body = {
      RegistrationSource: "interop",
      EmailConfirmed: false,
      PhoneConfirmed: false,
      "Favourite Brand": brand,
      "Shoe Size": shoeSize,
    };
    return (await client.POST("/api/v1/Contacts", { body })).data?.Id;
  },
  async brandAndShoeSize(id) {
    const { data } = await client.GET("/api/v1/Contacts/{id}", { params: { path: { id } } });
    return [data?.["Favourite Brand"], data?.["Shoe Size"]];
  },
  async createLoyaltyCard() {
    return (await client.POST("/api/v1/table/Loyalty Cards", { body: {} })).data?.Id;
  },
  async loyaltyCardIds() {
    return (await client.GET("/api/v1/table/Loyalty Cards")).data;
  },
  async createSegment(ContactIds) {
    return (await client.POST("/api/v1/Segments/ContactIds", { body: { ContactIds } })).data?.Id;
  },
  async countContacts(segmentIds) {
    const query = { s: Object.fromEntries(segmentIds.entries()) };
    return (await client.GET("/api/v1/Segments/GetContactCount", { params: { query } })).data;
  },
  async statusWithWrongKey() {
    const { response } = await client.GET("/api/v1/Actions", { headers: { "X-ApiKey": "wrong" } });
    return response.status;
  },
});

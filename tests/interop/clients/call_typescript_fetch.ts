/** The client that openapi-generator writes for typescript-fetch, against the sandbox. */

import { apiKey, baseUrl, run } from "./scenario";
import * as api from "./typescript_fetch";

const configuration = new api.Configuration({ basePath: baseUrl, apiKey });
const contacts = new api.ContactsApi(configuration);
const entities = new api.DynamicTableEntitiesApi(configuration);
const segments = new api.SegmentsApi(configuration);

void run({
  async createContact(favouriteBrand, shoeSize) {
    const contactCreate = { registrationSource: "interop", favouriteBrand, shoeSize };
    return (await contacts.postContacts({ contactCreate })).id;
  },
  async brandAndShoeSize(id) {
    const contact = await contacts.getContactsById({ id });
    return [contact.favouriteBrand, contact.shoeSize];
  },
  async createLoyaltyCard() {
    return (await entities.postTableByTableNameLoyaltyCards({ loyaltyCardsCreate: {} })).id;
  },
  async loyaltyCardIds() {
    // the generator merges the alternatives of this response into one class, which does not hold a list
    return (await entities.getTableByTableNameLoyaltyCardsRaw({})).raw.json();
  },
  async createSegment(contactIds) {
    return (await segments.postSegmentsContactIds({ segmentContactIdsCreate: { contactIds } })).id;
  },
  async countContacts([s0, s1]) {
    return segments.getSegmentsGetContactCount({ s0: s0!, s1 });
  },
  async statusWithWrongKey() {
    const wrong = new api.ActionsApi(new api.Configuration({ basePath: baseUrl, apiKey: "wrong" }));
    try {
      await wrong.getActions();
    } catch (error) {
      if (error instanceof api.ResponseError) return error.response.status;
      throw error;
    }
    return 200;
  },
});

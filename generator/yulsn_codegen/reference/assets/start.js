// Shows the reference. The page holds the document and what differs between sites; everything that could send a
// request to another machine is off here, and the page's Content-Security-Policy blocks it as well.
"use strict";

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const settings = read("settings");

Scalar.createApiReference("#reference", {
  content: read("document"),
  authentication: settings.apiKey
    ? { preferredSecurityScheme: "ApiKey", securitySchemes: { ApiKey: { value: settings.apiKey } } }
    : undefined,
  servers: settings.canSend ? [{ url: location.origin }] : undefined,
  hideTestRequestButton: !settings.canSend,
  hiddenClients: true, // each call has its own samples
  documentDownloadType: "none",
  modelsSectionLabel: "Models",
  orderSchemaPropertiesBy: "preserve",
  defaultOpenFirstTag: false,
  generateTagSlug: (tag) => tag.name,
  generateOperationSlug: (operation) => operation.operationId.split(".").at(-1),
  // Nothing leaves this machine.
  agent: { disabled: true },
  hideClientButton: true,
  mcp: { disabled: true },
  persistAuth: false,
  proxyUrl: "",
  showDeveloperTools: "never",
  telemetry: false,
  withDefaultFonts: false,
});

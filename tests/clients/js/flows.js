// Connectors, app protection for Windows, registrations, users and groups, paging, a batch and an error,
// with @microsoft/microsoft-graph-client and @azure/msal-node as Microsoft ships them.
import { ConfidentialClientApplication } from "@azure/msal-node";
import { Client } from "@microsoft/microsoft-graph-client";
import { PageIterator } from "@microsoft/microsoft-graph-client";

const { TENANT_ID, CLIENT_ID, CLIENT_SECRET } = process.env;
const authority = `https://login.microsoftonline.com/${TENANT_ID}`;
const application = new ConfidentialClientApplication({
  auth: { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, authority },
});
const scopes = ["https://graph.microsoft.com/.default"];
const graph = Client.initWithMiddleware({
  authProvider: {
    getAccessToken: async () => (await application.acquireTokenByClientCredential({ scopes })).accessToken,
  },
});

const LOOKOUT = "2c7790de-8b02-4814-85cf-e0c59380dee8";
const connectors = "/deviceManagement/mobileThreatDefenseConnectors";
const made = await graph.api(connectors).post({ id: LOOKOUT, androidEnabled: true });
console.log("added:", made.id === LOOKOUT, made.androidEnabled);
const changed = await graph.api(`${connectors}/${LOOKOUT}`).patch({ partnerUnresponsivenessThresholdInDays: 14 });
console.log("changed:", changed.partnerUnresponsivenessThresholdInDays);
await graph.api(`${connectors}/${LOOKOUT}`).delete();
try {
  await graph.api(`${connectors}/${LOOKOUT}`).get();
} catch (error) {
  console.log("gone:", error.statusCode, error.code, Boolean(error.requestId));
}

const policies = "/deviceAppManagement/windowsManagedAppProtections";
const beta = (path) => graph.api(path).version("beta");
const operations = (await graph.api("/groups").filter("displayName eq 'Operations'").get()).value[0];
const edge = { mobileAppIdentifier: { "@odata.type": "#microsoft.graph.windowsAppIdentifier", windowsAppId: "com.microsoft.edge" } };
const policy = await beta(policies).post({ displayName: "Made by the Graph JS client", apps: [edge] });
await beta(`${policies}/${policy.id}/assign`).post({
  assignments: [{ target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId: operations.id } }],
});
const now = await beta(`${policies}/${policy.id}`).expand("assignments,apps").get();
console.log("policy:", now.isAssigned, now.apps[0].mobileAppIdentifier.windowsAppId, now.assignments.length);
await beta(`${policies}/${policy.id}`).delete();

const registrations = await beta("/deviceAppManagement/managedAppRegistrations").top(5).count(true).get();
console.log("registrations:", registrations.value.length, registrations["@odata.count"] > 5);

const seen = new Set();
const first = await graph.api("/users").top(7).select(["id"]).get();
await new PageIterator(graph, first, (user) => Boolean(seen.add(user.id))).iterate();
const everyone = await graph.api("/users/$count").header("ConsistencyLevel", "eventual").get();
console.log("paged:", seen.size === Number(everyone), seen.size > 7);

const batch = await graph.api("/$batch").post({
  requests: [
    { id: "1", method: "GET", url: "/users/alex@contoso.example" },
    { id: "2", method: "GET", url: "/groups/nobody" },
  ],
});
console.log("batch:", ...batch.responses.map((part) => `${part.id}=${part.status}`).sort());

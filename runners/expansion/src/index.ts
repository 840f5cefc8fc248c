// Transforms of other SDKs, by their expansion services.

export { typeText } from './config-row.js';
export { expandPlan } from './expand-plan.js';
export { ExpansionClient, type OfferedTransform } from './expansion-client.js';
export { ExpansionServer, type ExpansionServerSettings } from './expansion-server.js';
export { ExpansionServices, type ExpansionServicesSettings } from './expansion-services.js';

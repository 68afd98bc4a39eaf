export {
  createConnectorEndpoint,
  listConnectorEvents,
  replayConnectorDelivery,
  rotateConnectorEndpoint,
  updateConnectorEndpoint,
} from '@/lib/webhooks/admin';
export { drainInbox, handleInbox } from '@/lib/webhooks/drain';
export { closeEndpoints, createEndpoint, newSecret, rotateSecret } from '@/lib/webhooks/endpoints';
export { endpointOf } from '@/lib/webhooks/admin';
export { deliverSample } from '@/lib/webhooks/sample';
export { liveState, liveUpdates } from '@/lib/webhooks/live';
export { LIVE_FACTS, type LiveFacts } from '@/lib/webhooks/repository-registrations';
export { maintainRegistrations, removeRegistrations } from '@/lib/webhooks/maintain';
export { setupWebhook } from '@/lib/webhooks/setup';
export { pruneInbox } from '@/lib/webhooks/housekeeping';
export { bodyLimits, receive, type Incoming } from '@/lib/webhooks/receive';

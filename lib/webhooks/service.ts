export {
  createConnectorEndpoint,
  listConnectorEvents,
  replayConnectorDelivery,
  rotateConnectorEndpoint,
  updateConnectorEndpoint,
} from '@/lib/webhooks/admin';
export { handleInbox } from '@/lib/webhooks/drain';
export { pruneInbox } from '@/lib/webhooks/housekeeping';
export { bodyLimits, receive, type Incoming } from '@/lib/webhooks/receive';

export { arrivalRow, storeArrivals } from '@/lib/sync/arrivals';
export { estimate } from '@/lib/sync/estimate';
export { runSync, type SyncDeps } from '@/lib/sync/run';
export { retryQuarantined, type RetryTarget } from '@/lib/sync/retry';

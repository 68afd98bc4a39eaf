export { runSync, type SyncDeps } from '@/lib/sync/run';
export { retrySetAside, type RetryTarget } from '@/lib/sync/retry';

export { runSync, type SyncDeps } from '@/lib/sync/run';

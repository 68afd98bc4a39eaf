import { expect, vi } from 'vitest';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { work } from '@/lib/sync/testing';
import { drainInbox } from '@/lib/webhooks/service';
import { startWoken } from '@/lib/webhooks/wakes';

interface Delivered {
  verdict: string;
  event_keys: string[];
}
/** What was delivered to an endpoint, in order. */
export const inbox = async (endpoint_id: string): Promise<Delivered[]> =>
  (
    await db.query<Delivered>(sql`
      SELECT verdict, event_keys
      FROM webhook_deliveries
      WHERE endpoint_id = ${endpoint_id}
      ORDER BY seq`)
  ).rows;
/** Waits until the provider has delivered so many events. */
export const delivery = (endpoint_id: string, least = 1) =>
  vi.waitFor(
    async () => {
      const events = (await inbox(endpoint_id)).filter((one) => one.event_keys.length > 0);
      expect(events.length).toBeGreaterThanOrEqual(least);
      return events;
    },
    { timeout: 10_000 },
  );
export interface Stored {
  external_id: string;
  gone: boolean;
  data: Record<string, unknown>;
}
/** A record as it is stored. */
export const record = async (id: string, stream: string, external_id: string): Promise<Stored> =>
  (
    await db.query<Stored>(sql`
      SELECT external_id, deleted_at IS NOT NULL AS gone, data
      FROM records
      WHERE connection_id = ${id} AND stream = ${stream} AND external_id = ${external_id}`)
  ).rows[0]!;
interface Run {
  status: string;
  triggered_by: string;
  targets: string[];
  requested_streams: string[];
}
/** The run that was asked for last. */
export const lastRun = async (id: string) =>
  (
    await db.query<Run>(sql`
      SELECT status, triggered_by, targets, requested_streams
      FROM sync_runs
      WHERE connection_id = ${id}
      ORDER BY created_at DESC
      LIMIT 1`)
  ).rows[0]!;
/** Up to when everything was read. */
export const syncedAt = async (id: string): Promise<Date> =>
  (
    await db.query<{ at: Date }>(sql`
      SELECT last_synced_at AS at
      FROM connections
      WHERE id = ${id}`)
  ).rows[0]!.at;
/** Handles what arrived and makes the run that comes of it. */
export async function follow(id: string): Promise<void> {
  await drainInbox();
  expect(await startWoken()).toBe(1);
  await work(id);
}

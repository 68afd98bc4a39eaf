import { createTranslator } from 'next-intl';
import type { Cause } from '@/lib/contract/health';
import type { Facts } from '@/lib/health/facts';
import english from '@/messages/en';

/** When the tests of health take place. */
export const NOW = Date.parse('2026-11-25T10:00:00Z');
export const HOUR = 3_600_000;
export const LATER = NOW + HOUR;
export const LATER_TEXT = '2026-11-25T11:00:00.000Z';

/** A connection of which everything is fine. */
export const FINE: Facts = {
  status: 'connected',
  direction: 'inbound',
  auth_method: 'oauth',
  has_live_run: false,
  needs_reauth: null,
  rate_limited_until: null,
  deletions_held: [],
  auto_paused: null,
  stalled: [],
  quarantined: 0,
  missing_scopes: [],
  last_synced_at: NOW - HOUR,
  last_run: null,
  next_sync_at: LATER,
  stale_after_ms: 48 * HOUR,
  provider_name: 'Acme',
};

/** A run that went well, but for what is said. */
export const run = (over: Partial<NonNullable<Facts['last_run']>>): Facts['last_run'] => ({
  status: 'completed',
  error_reason: null,
  error_message: null,
  streams_failed: 0,
  streams_total: 4,
  ...over,
});

/** Deletions that wait for a person. */
export const held = (
  label: string,
  would_delete: number,
  of: number,
  confirmed: number | null = null,
) => ({
  label,
  would_delete,
  of,
  confirmed,
});

const t = createTranslator({ locale: 'en', messages: { causes: english.causes } });

/** What the console says of the same codes and values, in English. */
export const inWords = (
  causes: readonly Cause[],
  deletions_held: Facts['deletions_held'],
): string =>
  causes
    .map(({ code, values }) => {
      const held = deletions_held.filter((h) => h.confirmed === null);
      const counted = held.map((h) => t('causes.held_of', { ...h, confirmed: 0 })).join(', ');
      return t.markup(`causes.${code}`, { ...values, held: counted, said: (text) => text });
    })
    .join(' ');

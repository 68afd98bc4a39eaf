import * as z from 'zod';

export const Id = z.uuid();
export const Timestamp = z.iso.datetime({ offset: true });
const FIRST_MS = Date.parse('0001-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');
/** PostgreSQL reads no more than 15:59 beside UTC; no place on earth has more than 14. */
const FAR_OFFSET = /[+-](1[6-9]|2\d):\d\d$/;
/** A time in a request: PostgreSQL has no year 0, and no clock of ours a year of five digits. */
export const Moment = Timestamp.refine((v) => {
  const at_ms = Date.parse(v);
  return at_ms >= FIRST_MS && at_ms <= LAST_MS && !FAR_OFFSET.test(v);
}, 'Give a time in the years 1 to 9999, less than 16 hours from UTC.');
export const Slug = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$/);
export const Name = z.string().trim().min(1).max(120);

/** A whole number that may arrive as query text. */
export const limit = (max: number, fallback: number) =>
  z.coerce.number().int().min(1).max(max).default(fallback);

/** A rhythm of one connection's own: a cron expression of five fields, read in a time zone. */
export const Schedule = z.strictObject({
  cron: z.string().trim().max(120),
  timezone: z.string().max(60).default('UTC'),
});
export type Schedule = z.infer<typeof Schedule>;

export const CADENCES = ['1m', '10m', '30m', '1h', '6h', '1d'] as const;
export const Cadence = z.enum(CADENCES);
export type Cadence = z.infer<typeof Cadence>;

export const CATEGORIES = [
  'crm',
  'calls',
  'comms',
  'docs',
  'support',
  'social',
  'events',
  'custom',
] as const;
export const Category = z.enum(CATEGORIES);
export type Category = z.infer<typeof Category>;

export const ENTITIES = [
  'accounts',
  'people',
  'opportunities',
  'activities',
  'calls',
  'messages',
  'documents',
  'tickets',
  'posts',
  'users',
  'metrics',
  'reference',
] as const;
export const Entity = z.enum(ENTITIES);
export type Entity = z.infer<typeof Entity>;

export const AUTH_METHODS = ['oauth', 'api_key', 'webhook', 'handle'] as const;
export const AuthMethod = z.enum(AUTH_METHODS);
export type AuthMethod = z.infer<typeof AuthMethod>;

export const ERROR_REASONS = ['auth', 'rate_limit', 'transient', 'config', 'unknown'] as const;
export const ErrorReason = z.enum(ERROR_REASONS);
export type ErrorReason = z.infer<typeof ErrorReason>;

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

declare global {
  /** Part of Node 24, not yet of TypeScript: a number kept by its digits (lib/platform/json.ts). */
  interface JSON {
    rawJSON(text: string): { rawJSON: string };
    isRawJSON(value: unknown): value is { rawJSON: string };
  }
}

/** on: the provider tells of changes. off: it should, and does not now. none: the schedule finds them. */
export const LiveUpdates = z.enum(['on', 'off', 'none']);

/** A number for each name. */
export const tally = <const Name extends string>(names: readonly Name[]) =>
  z.object(Object.fromEntries(names.map((n) => [n, z.int()])) as Record<Name, z.ZodInt>);

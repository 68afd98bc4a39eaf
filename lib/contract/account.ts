import * as z from 'zod';
import { Id, Name, Timestamp } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';

/** A sign-in in one browser. */
export const BrowserSession = z.object({
  id: Id,
  /** For example "Firefox on Windows"; null when it did not say. */
  browser: z.string().nullable(),
  /** Where the sign-in came from; null when it is not known. */
  address: z.string().nullable(),
  created_at: Timestamp,
  last_used_at: Timestamp,
  /** The one that asks. */
  current: z.boolean(),
});
export type BrowserSession = z.infer<typeof BrowserSession>;

export const listSessions = defineOperation({
  id: 'listSessions',
  method: 'GET',
  path: '/api/platform/v1/account/sessions',
  tag: 'Account',
  surface: 'account',
  summary: 'List where you are signed in',
  scope: null,
  audit: { none: 'read only' },
  idempotency: 'safe',
  input: z.strictObject({}),
  output: z.object({ sessions: z.array(BrowserSession) }),
});

export const endSession = defineOperation({
  id: 'endSession',
  method: 'DELETE',
  path: '/api/platform/v1/account/sessions/{id}',
  tag: 'Account',
  surface: 'account',
  summary: 'End one of your sessions, with its next request',
  scope: null,
  audit: { event: 'session.ended', target: { input: 'id' } },
  idempotency: 'idempotent',
  not_found: { id: 'session' },
  input: z.strictObject({ id: Id }),
  output: z.object({ ended: z.literal(true), id: Id }),
});

/** A zone of the IANA database, as browsers and PostgreSQL know it. */
const TimeZone = z
  .string()
  .max(60)
  .refine((zone) => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== '';
    } catch {
      return false;
    }
  }, 'Give a time zone like Europe/Berlin.');

/** A language the console speaks. */
export const Language = z.enum(['en', 'de']);
export type Language = z.infer<typeof Language>;

export const updateProfile = defineOperation({
  id: 'updateProfile',
  method: 'PATCH',
  path: '/api/platform/v1/account/profile',
  tag: 'Account',
  surface: 'account',
  summary: 'Change your name, your language, or the time zone dates are shown in',
  scope: null,
  audit: { event: 'account.profile_changed', target: 'caller' },
  idempotency: 'idempotent',
  /** `time_zone` and `language` null: those of the browser. */
  input: z.strictObject({
    name: Name.optional(),
    time_zone: TimeZone.nullable().optional(),
    language: Language.nullable().optional(),
  }),
  output: z.object({
    user: z.object({
      id: Id,
      name: z.string(),
      time_zone: z.string().nullable(),
      language: Language.nullable(),
    }),
  }),
});

const password = z.string().max(1000);

export const changePassword = defineOperation({
  id: 'changePassword',
  method: 'POST',
  path: '/api/platform/v1/account/password',
  tag: 'Account',
  surface: 'account',
  summary: 'Change your password; your other sessions end',
  scope: null,
  audit: { event: 'account.password_changed', target: 'caller' },
  idempotency: 'not_idempotent',
  errors: ['weak_password', 'too_many_attempts'],
  input: z.strictObject({ current_password: password, new_password: password }),
  output: z.object({ changed: z.literal(true), sessions_ended: z.int() }),
});

import * as z from 'zod';
import { Timestamp } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';

/** not_checked: it could not be told, or there is nothing to check. Never a guess. */
export const CHECK_LEVELS = ['ok', 'warn', 'fail', 'not_checked'] as const;
export type CheckLevel = (typeof CHECK_LEVELS)[number];

export const SystemCheck = z.object({
  id: z.string(),
  title: z.string(),
  level: z.enum(CHECK_LEVELS),
  /** One sentence: how it is. */
  finding: z.string(),
  /** One sentence: what to do. Null when there is nothing to do. */
  fix: z.string().nullable(),
  /** Values worth seeing or copying. Never a secret. */
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
});
export type SystemCheck = z.infer<typeof SystemCheck>;

export const SystemReport = z.object({
  checked_at: Timestamp,
  level: z.enum(['ok', 'warn', 'fail']),
  checks: z.array(SystemCheck),
});
export type SystemReport = z.infer<typeof SystemReport>;

export const getSystemChecks = defineOperation({
  id: 'getSystemChecks',
  method: 'GET',
  path: '/api/platform/v1/system/checks',
  tag: 'Platform',
  surface: 'platform',
  summary: 'How this installation is doing: database, keys, workers, queue, provider apps',
  scope: 'platform:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  /**
   * ask_providers: also asks each provider whether it knows the app that is set up; at most once a
   * minute.
   */
  input: z.strictObject({
    ask_providers: z
      .enum(['true', 'false'])
      .default('false')
      .transform((v) => v === 'true'),
  }),
  output: SystemReport,
});

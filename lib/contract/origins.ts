import * as z from 'zod';
import { Id } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';

/** Scheme, host and port, as a browser writes it in Origin. */
const Origin = z
  .url({ protocol: /^https?$/ })
  .max(300)
  .refine(
    (value) => URL.parse(value)?.origin === value,
    'Send scheme, host and port, nothing more.',
  );
export const WorkspaceOrigins = z.object({
  /** Whose pages may call the API with a key of the workspace (CORS). */
  api_origins: z.array(Origin),
  /** That may receive the browser after OAuth (`return_to`), beside Inlet's own. */
  return_origins: z.array(Origin),
});
export type WorkspaceOrigins = z.infer<typeof WorkspaceOrigins>;

export const getOrigins = defineOperation({
  id: 'getOrigins',
  method: 'GET',
  path: '/api/platform/v1/workspace/origins',
  tag: 'Access',
  surface: 'account',
  summary: 'List the origins other pages may use this workspace from',
  scope: 'workspace:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  input: z.strictObject({}),
  output: WorkspaceOrigins,
});
export const setOrigins = defineOperation({
  id: 'setOrigins',
  method: 'PUT',
  path: '/api/platform/v1/workspace/origins',
  tag: 'Access',
  surface: 'account',
  summary: 'Register the origins other pages may use this workspace from',
  scope: 'workspace:write',
  audit: { event: 'workspace.origins_set', target: { output: 'workspace' } },
  idempotency: 'idempotent',
  /** What is left out stays as it is. */
  input: z.strictObject({
    api_origins: z.array(Origin).max(50).optional(),
    return_origins: z.array(Origin).max(50).optional(),
  }),
  output: WorkspaceOrigins.extend({ workspace: z.object({ id: Id }) }),
});

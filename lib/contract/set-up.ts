import * as z from 'zod';
import { Id } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';

/** A workspace of made-up data beside a real one: the sandbox’s accounts, connected. */
export const SandboxTwin = z.object({
  id: Id,
  slug: z.string(),
  name: z.string(),
  mode: z.enum(['live', 'sandbox']),
});
export type SandboxTwin = z.infer<typeof SandboxTwin>;

export const getSetUp = defineOperation({
  id: 'getSetUp',
  method: 'GET',
  path: '/api/platform/v1/set-up',
  tag: 'Set-up',
  surface: 'connections',
  summary: 'What a workspace without connections can begin with',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  input: z.strictObject({}),
  output: z.object({
    sandbox: z.object({
      /** Why there can be no twin; null: there can. */
      reason: z.string().nullable(),
      /** The twin there is, and how many connections it has. */
      twin: SandboxTwin.extend({ connections: z.int() }).nullable(),
    }),
    /** The names of those who set up provider apps, whom everybody else asks. */
    platform_admins: z.array(z.string()),
  }),
});

export const putSandboxTwin = defineOperation({
  id: 'putSandboxTwin',
  method: 'PUT',
  path: '/api/platform/v1/set-up/sandbox',
  tag: 'Set-up',
  surface: 'connections',
  summary: 'Make the workspace’s sandbox twin, and connect the sandbox’s accounts that it lacks',
  scope: 'workspace:write',
  audit: { event: 'workspace.twin_made', target: { output: 'workspace' } },
  idempotency: 'idempotent',
  errors: ['sandbox_off'],
  input: z.strictObject({}),
  /** `connected`: the connectors connected now. `left_out`: those that could not be. */
  output: z.object({
    workspace: z.object({ id: Id }),
    twin: SandboxTwin,
    connected: z.array(z.string()),
    left_out: z.array(z.string()),
  }),
});

export const deleteSandboxTwin = defineOperation({
  id: 'deleteSandboxTwin',
  method: 'DELETE',
  path: '/api/platform/v1/set-up/sandbox',
  tag: 'Set-up',
  surface: 'connections',
  summary: 'Remove the sandbox twin with everything in it, for good',
  scope: 'workspace:write',
  audit: { event: 'workspace.twin_removed', target: { output: 'workspace' } },
  idempotency: 'idempotent',
  input: z.strictObject({}),
  output: z.object({
    workspace: z.object({ id: Id }),
    /** False: there was none. */
    removed: z.boolean(),
    connections: z.int(),
    records: z.int(),
  }),
});

import * as z from 'zod';
import { Id, Name, Timestamp } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';

const Mode = z.enum(['live', 'sandbox']);
const Workspace = z.object({ id: Id, slug: z.string(), name: z.string(), mode: Mode });

/** A workspace as whoever runs the installation sees it: how much there is, never what. */
export const WorkspaceSummary = Workspace.extend({
  members: z.int(),
  connections: z.int(),
  /** When somebody last did something there that the audit trail keeps; null: nobody ever has. */
  last_activity_at: Timestamp.nullable(),
  created_at: Timestamp,
});
export type WorkspaceSummary = z.infer<typeof WorkspaceSummary>;

export const updateWorkspace = defineOperation({
  id: 'updateWorkspace',
  method: 'PATCH',
  path: '/api/platform/v1/workspace',
  tag: 'Access',
  surface: 'workspace',
  summary: 'Rename the workspace; its address stays, so that links and clients keep working',
  scope: 'workspace:write',
  audit: { event: 'workspace.renamed', target: { output: 'workspace' } },
  idempotency: 'idempotent',
  input: z.strictObject({ name: Name }),
  output: z.object({ workspace: Workspace }),
});
export const listWorkspaces = defineOperation({
  id: 'listWorkspaces',
  method: 'GET',
  path: '/api/admin/workspaces',
  tag: 'Platform',
  surface: 'platform',
  summary: 'List the workspaces of this installation, the one used last first',
  scope: 'platform:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  input: z.strictObject({}),
  output: z.object({ workspaces: z.array(WorkspaceSummary) }),
});
export const createWorkspace = defineOperation({
  id: 'createWorkspace',
  method: 'POST',
  path: '/api/admin/workspaces',
  tag: 'Platform',
  surface: 'platform',
  summary: 'Create a workspace; you become its owner',
  scope: 'platform:write',
  audit: { event: 'workspace.created', target: { output: 'workspace' } },
  idempotency: 'not_idempotent',
  status: 201,
  /** `mode`: sandbox connects the sandbox that ships with Inlet, live the providers. */
  input: z.strictObject({ name: Name, mode: Mode.default('live') }),
  output: z.object({ workspace: Workspace }),
});

/** A connector, and whether it may be connected on this installation. */
export const ConnectorApproval = z.object({
  type: z.string(),
  name: z.string(),
  approved: z.boolean(),
  /** How many there are in all workspaces, disconnected ones left out. */
  connections: z.int(),
});
export const listConnectorApprovals = defineOperation({
  id: 'listConnectorApprovals',
  method: 'GET',
  path: '/api/admin/connectors',
  tag: 'Platform',
  surface: 'platform',
  summary: 'Which connectors may be connected on this installation',
  scope: 'platform:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  input: z.strictObject({}),
  output: z.object({ connectors: z.array(ConnectorApproval) }),
});
export const setConnectorApproval = defineOperation({
  id: 'setConnectorApproval',
  method: 'PUT',
  path: '/api/admin/connectors/{type}',
  tag: 'Platform',
  surface: 'platform',
  summary: 'Say whether a connector may be connected; what is connected already stays',
  scope: 'platform:write',
  audit: { event: 'connector.approval_set', target: { input: 'type' } },
  idempotency: 'idempotent',
  not_found: { type: 'connector' },
  input: z.strictObject({ type: z.string().max(60), approved: z.boolean() }),
  output: z.object({ connector: ConnectorApproval }),
});

import * as z from 'zod';
import { Cadence, ErrorReason, Id } from '@/lib/contract/common';
import { Health } from '@/lib/contract/health';

/** What an event can be about; the id beside it is of that kind. */
type Subject =
  | 'workspace'
  | 'app'
  | 'role'
  | 'member'
  | 'api_key'
  | 'session'
  | 'account'
  | 'cadence'
  | 'connector'
  | 'provider_app'
  | 'auth_provider'
  | 'connection'
  | 'webhook'
  | 'delivery'
  | 'collection'
  | 'document';

interface EventType {
  /** What the id beside the event names. */
  about: Subject;
  /** Whether the audit trail keeps it: what somebody did, or what was done in their name. */
  audit: boolean;
  data: z.ZodObject;
}

const nothing = z.strictObject({});
const role = z.string();
const run = z.strictObject({ run_id: Id, triggered_by: z.string() });
/** What was said of a surface; null: it follows what is said further up. */
const said = z.strictObject({ surface: z.string(), level: z.string().nullable() });
const done = <D extends z.ZodObject>(about: Subject, data: D) => ({ about, audit: true, data });
const seen = <D extends z.ZodObject>(about: Subject, data: D) => ({ about, audit: false, data });

/**
 * The one table of events: what happened, to what, and what is told about it. Never a secret, never
 * a record, nor what a provider said: that may quote one, and not everybody may read it. An event is
 * written in the transaction of the change it tells of (lib/events).
 */
export const EVENTS = {
  'workspace.created': done('workspace', z.strictObject({ mode: z.enum(['live', 'sandbox']) })),

  /** Its sandbox twin was made, or removed with everything in it. */
  'workspace.twin_made': done('workspace', z.strictObject({ slug: z.string() })),
  'workspace.twin_removed': done(
    'workspace',
    z.strictObject({ slug: z.string(), connections: z.int(), records: z.int() }),
  ),
  'workspace.renamed': done('workspace', z.strictObject({ name: z.string(), was: z.string() })),
  'workspace.origins_set': done(
    'workspace',
    z.strictObject({ api_origins: z.array(z.string()), return_origins: z.array(z.string()) }),
  ),

  'app.set': done('app', z.strictObject({ enabled: z.boolean() })),
  'access.role_set': done('role', said),
  'access.member_set': done('member', said),

  'workspace.chat_set': done('workspace', z.strictObject({ host: z.string() })),
  'workspace.chat_removed': done('workspace', nothing),

  'member.invited': done('member', z.strictObject({ email: z.string(), role })),
  'member.invitation_withdrawn': done('member', nothing),
  'member.joined': done('member', z.strictObject({ role })),
  'member.updated': done('member', z.strictObject({ role, was: role })),
  'member.removed': done('member', z.strictObject({ role })),

  'api_key.created': done(
    'api_key',
    z.strictObject({ name: z.string(), scopes: z.array(z.string()) }),
  ),
  'api_key.rotated': done('api_key', z.strictObject({ successor: Id, overlap_hours: z.int() })),
  'api_key.revoked': done('api_key', nothing),

  'session.started': done('session', nothing),
  'session.ended': done('session', nothing),
  'account.password_changed': done('account', z.strictObject({ sessions_ended: z.int() })),
  'account.profile_changed': done('account', z.strictObject({ changed: z.array(z.string()) })),
  'account.password_reset': done('account', nothing),
  'account.signed_out_everywhere': done('account', z.strictObject({ sessions_ended: z.int() })),

  'provider_app.set': done('provider_app', z.strictObject({ client_id: z.string() })),
  'provider_app.removed': done('provider_app', nothing),

  'auth_provider.set': done('auth_provider', nothing),
  'auth_provider.removed': done('auth_provider', nothing),

  /** Somebody waits for it, or misses it: then the id is the name they gave it. */
  'connector.wished': seen('connector', z.strictObject({ is_type: z.boolean(), name: z.string() })),
  'connector.approval_set': done('connector', z.strictObject({ approved: z.boolean() })),
  'cadence.set': done('cadence', z.strictObject({ sync_interval: Cadence.nullable() })),

  'collection.created': done('collection', z.strictObject({ name: z.string() })),
  'collection.deleted': done('collection', nothing),

  'document.put': done('document', z.strictObject({ version: z.int() })),
  'document.tagged': done('document', z.strictObject({ tags: z.array(z.string()) })),
  'document.deleted': done('document', nothing),

  'knowledge_sync.set': done('connection', z.strictObject({ policy: z.string() })),
  'knowledge_sync.page_answered': done('connection', z.strictObject({ answer: z.string() })),
  'knowledge_sync.database_made_again': done('connection', nothing),
  'knowledge_sync.archiving_confirmed': done('connection', z.strictObject({ up_to: z.int() })),

  'webhook.created': done('webhook', z.strictObject({ provider: z.string(), name: z.string() })),
  'webhook.rotated': done('webhook', nothing),
  'webhook.updated': done('webhook', z.strictObject({ disabled: z.boolean() })),
  'webhook.replayed': done('delivery', nothing),

  'connection.created': done(
    'connection',
    z.strictObject({ connector_type: z.string(), name: z.string() }),
  ),
  'connection.credentials_submitted': done('connection', nothing),
  'connection.reconnected': done('connection', nothing),
  'connection.authorized': done(
    'connection',
    z.strictObject({ by_user: Id.nullable(), account: z.string() }),
  ),
  'connection.updated': done('connection', z.strictObject({ changed: z.array(z.string()) })),
  'connection.paused': done('connection', nothing),
  /** It was paused by itself: so many syncs in a row failed and brought nothing. */
  'connection.auto_paused': done('connection', z.strictObject({ failures: z.int() })),
  'connection.resumed': done('connection', nothing),
  'connection.webhook_rotated': done('connection', nothing),
  'connection.disconnected': done('connection', nothing),
  /** Removed for good, with its records. */
  'connection.erased': done(
    'connection',
    z.strictObject({ connector_type: z.string(), name: z.string(), records: z.int() }),
  ),
  /** An attempt was taken away: it came to nothing, or its account is connected already. */
  'connection.abandoned': seen('connection', nothing),
  'connection.deletions_confirmed': done(
    'connection',
    z.strictObject({ stream: z.string(), up_to: z.int() }),
  ),
  'connection.quarantine_retried': done(
    'connection',
    z.strictObject({ resolved: z.int(), failed: z.int() }),
  ),
  /** A grant is good: the first one, or one that repairs the connection. */
  'connection.connected': seen('connection', z.strictObject({ account: z.string() })),
  /** The provider no longer takes the grant; a person has to authorize again. */
  'connection.needs_reauth': seen('connection', nothing),
  /** A sync was complete again after one that failed or a grant that was refused. */
  'connection.recovered': seen('connection', nothing),
  /** The verdict after a run is another than after the run before. */
  'connection.health_changed': seen('connection', z.strictObject({ health: Health, was: Health })),
  'connection.deletions_held': seen(
    'connection',
    z.strictObject({ stream: z.string(), would_delete: z.int(), of: z.int() }),
  ),

  'run.requested': done('connection', run),
  'run.cancelled': done('connection', z.strictObject({ run_id: Id })),
  /** A worker took it up for the first time. */
  'run.started': seen('connection', run),
  'run.finished': seen(
    'connection',
    z.strictObject({
      run_id: Id,
      status: z.enum(['completed', 'partial', 'failed', 'cancelled']),
      error_reason: ErrorReason.nullable(),
    }),
  ),
  /** What a run wrote, in numbers; not told when it wrote nothing. Null: it arrived by itself. */
  'records.changed': seen(
    'connection',
    z.strictObject({
      run_id: Id.nullable(),
      created: z.int(),
      updated: z.int(),
      deleted: z.int(),
      failed: z.int(),
    }),
  ),
} as const satisfies Record<string, EventType>;

export type EventName = keyof typeof EVENTS;
export type EventData<Name extends EventName> = z.input<(typeof EVENTS)[Name]['data']>;

import * as z from 'zod';
import { Language } from '@/lib/contract/account';
import { Id, limit, Timestamp } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';

/** Trouble of a connection that is told of. */
export const INCIDENT_KINDS = [
  'needs_reauth',
  'grant_ending',
  'failing',
  'deletions_held',
  'auto_paused',
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];
/**
 * News of an app: to whoever runs the installation, that a workspace asks for it; to whoever asked,
 * that it can be connected.
 */
export const WISH_NEWS_KINDS = ['app_requested', 'app_available'] as const;
export type WishNewsKind = (typeof WISH_NEWS_KINDS)[number];
/** Whatever is told of. */
export const NOTIFICATION_KINDS = [...INCIDENT_KINDS, ...WISH_NEWS_KINDS] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];
/** Told when it begins, again after three and seven days while it lasts, and when it is over. */
export const STEPS = ['opened', 'day_3', 'day_7', 'recovered'] as const;
export type Step = (typeof STEPS)[number];

export const Notification = z.object({
  id: Id,
  kind: z.enum(NOTIFICATION_KINDS),
  step: z.enum(STEPS),
  title: z.string(),
  detail: z.string(),
  /** Null: it is about an app that is asked for. */
  connection: z.object({ id: Id, name: z.string(), connector_type: z.string() }).nullable(),
  /** Path in the console where it can be set right. */
  href: z.string(),
  /** The trouble is still there, or somebody still waits for the app. */
  open: z.boolean(),
  created_at: Timestamp,
  read_at: Timestamp.nullable(),
});
export type Notification = z.infer<typeof Notification>;

export const listNotifications = defineOperation({
  id: 'listNotifications',
  method: 'GET',
  path: '/api/platform/v1/notifications',
  tag: 'Notifications',
  surface: 'connections',
  level: 'read',
  summary: 'What you were told of, newest first',
  scope: null,
  audit: { none: 'read only' },
  idempotency: 'safe',
  errors: ['invalid_cursor'],
  input: z.strictObject({
    /** true: only what was not read yet. */
    unread: z
      .stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] })
      .or(z.boolean())
      .default(false),
    /** Of title and detail; English unless another is asked for. */
    language: Language.optional(),
    cursor: z.string().max(200).optional(),
    limit: limit(200, 50),
  }),
  output: z.object({
    notifications: z.array(Notification),
    unread: z.int(),
    next_cursor: z.string().nullable(),
  }),
});

export const readNotifications = defineOperation({
  id: 'readNotifications',
  method: 'POST',
  path: '/api/platform/v1/notifications/read',
  tag: 'Notifications',
  surface: 'connections',
  level: 'read',
  summary: 'Mark notifications as read: those named, or all',
  scope: null,
  audit: { none: 'what a person has read is their own' },
  idempotency: 'idempotent',
  input: z.strictObject({ ids: z.array(Id).max(200).optional() }),
  output: z.object({ unread: z.int() }),
});

export const NotificationPreferences = z.object({
  email: z.enum(['at_once', 'daily', 'never']),
  /** Kinds that are not told of. */
  muted: z.array(z.enum(NOTIFICATION_KINDS)),
  /** Whether this installation sends e-mail at all. */
  email_possible: z.boolean(),
});
export type NotificationPreferences = z.infer<typeof NotificationPreferences>;

export const getNotificationPreferences = defineOperation({
  id: 'getNotificationPreferences',
  method: 'GET',
  path: '/api/platform/v1/notifications/preferences',
  tag: 'Notifications',
  surface: 'connections',
  level: 'read',
  summary: 'What you are told of, and how',
  scope: null,
  audit: { none: 'read only' },
  idempotency: 'safe',
  input: z.strictObject({}),
  output: NotificationPreferences,
});

export const setNotificationPreferences = defineOperation({
  id: 'setNotificationPreferences',
  method: 'PUT',
  path: '/api/platform/v1/notifications/preferences',
  tag: 'Notifications',
  surface: 'connections',
  level: 'read',
  summary: 'Choose what you are told of, and how',
  scope: null,
  audit: { none: 'what a person wants to hear is their own' },
  idempotency: 'idempotent',
  input: NotificationPreferences.omit({ email_possible: true }).strict(),
  output: NotificationPreferences,
});

export const ChatHook = z.object({
  /** The workspace's. */
  id: Id,
  /** Where it is; the rest of the address is a secret. */
  host: z.string(),
  set_at: Timestamp,
  /** Why the last message did not arrive; null: it did, or none was sent. */
  error: z.string().nullable(),
});
export type ChatHook = z.infer<typeof ChatHook>;

export const getChatHook = defineOperation({
  id: 'getChatHook',
  method: 'GET',
  path: '/api/platform/v1/notifications/chat',
  tag: 'Notifications',
  surface: 'connections',
  level: 'read',
  summary: 'Whether the workspace’s chat is told',
  scope: 'workspace:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  input: z.strictObject({}),
  output: z.object({ chat: ChatHook.nullable() }),
});

export const setChatHook = defineOperation({
  id: 'setChatHook',
  method: 'PUT',
  path: '/api/platform/v1/notifications/chat',
  tag: 'Notifications',
  surface: 'connections',
  level: 'read',
  summary: 'Tell a chat: the incoming webhook of Slack, or of one that takes the same',
  scope: 'workspace:write',
  audit: { event: 'workspace.chat_set', target: { output: 'chat' } },
  idempotency: 'idempotent',
  errors: ['chat_refused'],
  input: z.strictObject({ url: z.url({ protocol: /^https$/ }).max(500) }),
  output: z.object({ chat: ChatHook }),
});

export const removeChatHook = defineOperation({
  id: 'removeChatHook',
  method: 'DELETE',
  path: '/api/platform/v1/notifications/chat',
  tag: 'Notifications',
  surface: 'connections',
  level: 'read',
  summary: 'Tell the workspace’s chat nothing more',
  scope: 'workspace:write',
  audit: { event: 'workspace.chat_removed', target: { output: 'workspace' } },
  idempotency: 'idempotent',
  input: z.strictObject({}),
  output: z.object({ removed: z.literal(true), workspace: z.object({ id: Id }) }),
});

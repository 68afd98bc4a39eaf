import { text } from '@/lib/connectors/kit';
import { defineReceiver, keyOf, MEGABYTE, type WebhookEvent } from '@/lib/webhooks/receiver';
import type { Json } from '@/lib/contract/common';

/**
 * GitHub (@octokit/webhooks-methods 6): the body keyed by the hook's secret, without a time. The
 * delivery's GUID is the same when it is sent again, and is not signed.
 */
export const github = defineReceiver({
  slug: 'github',
  name: 'GitHub',
  connectors: ['github'],
  signatures: [
    {
      by: 'hmac',
      header: 'x-hub-signature-256',
      algorithm: 'sha256',
      encoding: 'hex',
      prefix: 'sha256=',
    },
  ],
  content_types: ['application/json', 'application/x-www-form-urlencoded'],
  max_bytes: 25 * MEGABYTE,
  challenge: (_, { headers }) => (headers['x-github-event'] === 'ping' ? { status: 200 } : null),
  delivery_id: (_, { headers }) => headers['x-github-delivery'] ?? null,
  id_unsigned: true,
  events: (body, { headers }) => [eventOf(body, headers['x-github-event'] ?? '')],
  headers: ['x-github-event', 'x-github-delivery', 'x-github-hook-id'],
});

/** What is no longer opened, or is assigned, labeled or transferred, is the thing changed. */
const BECAME = new Set(['opened', 'created', 'published', 'edited', 'deleted', 'added', 'removed']);

function eventOf(body: Json, event: string): WebhookEvent {
  if (!/^[a-z_]+$/.test(event)) throw new Error('X-GitHub-Event is missing.');
  const action = text(body, 'action') ?? 'created';
  const key = keyOf(event, BECAME.has(action) ? action : 'updated');
  const account_id = text(body, 'installation.account.id') ?? text(body, 'repository.owner.id');
  return { key, account_id, ...recordsOf(body, event) };
}

function recordsOf(body: Json, event: string): Pick<WebhookEvent, 'records'> {
  const kind = RECORDS.get(event);
  const id = kind ? text(body, `${kind.at}.id`) : null;
  const repository = text(body, 'repository.full_name');
  if (!kind || id === null || repository === null) return {};
  const number = kind.numbered ? `/${text(body, `${kind.at}.number`)}` : '';
  return { records: [{ stream: kind.stream, id, place: repository + number }] };
}

/** A comment on a line of code is another kind; a pull request's conversation is an issue's. */
const RECORDS = new Map([
  ['issues', { stream: 'issues', at: 'issue', numbered: true }],
  ['pull_request', { stream: 'pull_requests', at: 'pull_request', numbered: true }],
  ['issue_comment', { stream: 'comments', at: 'comment', numbered: false }],
]);

import {
  canonical,
  defineConnector,
  defineStream,
  isoFromSeconds,
  listAt,
  onePage,
  pages,
  refusal,
  text,
} from '@/lib/connectors/kit';
import type { Stream } from '@/lib/connectors/kit';
import {
  activities,
  api,
  deliveries,
  EU,
  people,
  US,
} from '@/lib/connectors/providers/customer-io/walks';
import type { Json } from '@/lib/contract/common';

const DOCS = 'docs.customer.io/integrations/api/app, 2026-10';
const DAY_SECONDS = 86_400;

export default defineConnector({
  type: 'customer-io',
  name: 'Customer.io',
  description: 'People, segments and campaigns, what was sent to whom, and what came of it.',
  category: 'support',
  ownership: 'workspace',
  direction: 'inbound',
  instancing: 'multiple',
  version: '1.0.0',
  docs_url: 'https://docs.customer.io/integrations/api/app/',
  logo: null,
  keywords: ['customerio', 'marketing', 'messaging', 'email', 'campaigns'],
  default_cadence: '1h',
  puller: { status: 'live' },
  promises: [
    'Reads only: nothing is sent, and no person, segment or campaign is changed.',
    'Deleting the App API key in Customer.io ends the access at once.',
  ],
  hosts: [US, EU],

  auth: {
    method: 'api_key',
    fields: [
      {
        key: 'api_key',
        label: 'App API key',
        required: true,
        secret: true,
        placeholder: 'The key Customer.io showed once',
        help: 'A key of the App API, not of the Track API. Data in the EU is found by itself.',
        where_to_find: [
          'Open Customer.io, then Account settings and API credentials.',
          'Open App API keys and choose Create App API key, for the workspace you want to read.',
          'Copy the key. Customer.io shows it once.',
        ],
        find_url: 'https://fly.customer.io/settings/api_credentials?keyType=app',
      },
      {
        // A key is for one workspace, but all of the account are listed to it.
        key: 'workspace',
        label: 'Workspace',
        required: false,
        secret: false,
        placeholder: 'Its name or number',
        help: 'Only if your account has several workspaces: the one the key was made for.',
        where_to_find: ['It is named at the top left of Customer.io.'],
        find_url: null,
      },
    ],
    apply: ({ api_key = '' }) => ({ authorization: `Bearer ${api_key}` }),
    facts: ({ workspace = '' }): Record<string, string> =>
      workspace.trim() === '' ? {} : { workspace: workspace.trim() },
    account: {
      // The wrong region answers 401, as to an unknown key.
      places: [{ host: US }, { host: EU }],
      request: (details) => ({ url: `${api(details)}/workspaces` }),
      read: ({ body }, { workspace }) => {
        const all = listAt(body, 'workspaces');
        const wanted = workspace?.toLowerCase();
        const named = all.filter(
          (one) => wanted === text(one, 'id') || wanted === text(one, 'name')?.toLowerCase(),
        );
        const meant = workspace === undefined ? all : named;
        // Of several it cannot be told which one the key is for.
        const one = meant.length === 1 ? meant[0] : undefined;
        return { id: text(one, 'id') ?? '', label: text(one, 'name') ?? '' };
      },
    },
  },

  limits: [{ name: 'second', scope: 'connection', requests: 10, per_ms: 1_000 }],

  errors: [
    {
      // Also to a key of the other region, and to an address that is not on the key's list.
      when: { status: 401, json: true },
      then: 'needs_reauth',
      message: 'Customer.io does not accept this App API key.',
      source: DOCS,
    },
    {
      when: { status: 403, json: true },
      then: 'missing_scope',
      message: 'This key may not see that in Customer.io.',
      source: DOCS,
    },
    {
      when: { status: 429 },
      then: 'rate_limited',
      message: 'Customer.io asked us to slow down.',
      wait: [{ header: 'retry-after', form: 'retry_after' }, { ms: 2_000 }],
      source: DOCS,
    },
    refusal('Customer.io', 'errors.0.detail', DOCS),
    refusal('Customer.io', 'meta.error', DOCS),
    refusal('Customer.io', 'meta.errors.0', DOCS),
  ],

  streams: [
    listed('campaigns', 'Campaigns', 'Campaigns with their state and actions'),
    listed('segments', 'Segments', 'Segments people are in'),
    defineStream({
      name: 'people',
      label: 'People',
      entity: 'people',
      description: 'People with their attributes',
      id: 'cio_id',
      full: people(),
      deletions: { by: 'full_pass' },
      canonical: canonical('people', 1, (person) => ({
        name: text(person, 'attributes.name') ?? fullName(person),
        emails: [text(person, 'attributes.email') ?? []].flat(),
        company: text(person, 'attributes.company'),
      })),
    }),
    defineStream({
      name: 'deliveries',
      label: 'Deliveries',
      entity: 'messages',
      description: 'Messages to people with what came of each: delivered, opened, clicked',
      id: 'id',
      full: deliveries(),
      backfill: 'changes',
      incremental: {
        walk: deliveries(),
        // What came of a message is known later, and nothing says when it changed.
        bookmark: {
          by: 'time',
          changed_at: 'created',
          form: 'epoch_seconds',
          overlap_seconds: 3 * DAY_SECONDS,
        },
        sees: 'new',
      },
      deletions: {
        by: 'none',
        why: 'A message that is not listed any more was sent all the same',
      },
      canonical: canonical('messages', 1, (message) => ({
        from: null,
        to: [text(message, 'recipient') ?? []].flat(),
        subject: text(message, 'subject'),
        text: null,
        sent_at: isoFromSeconds(message, 'metrics.sent') ?? isoFromSeconds(message, 'created'),
      })),
    }),
    defineStream({
      name: 'activities',
      label: 'Activities',
      entity: 'activities',
      description: 'What people did and what was done for them, of the last 30 days',
      id: 'id',
      full: activities(),
      backfill: 'changes',
      incremental: {
        walk: activities(),
        bookmark: {
          by: 'time',
          changed_at: 'timestamp',
          form: 'epoch_seconds',
          overlap_seconds: 3_600,
        },
        sees: 'new',
      },
      deletions: {
        by: 'none',
        why: 'Customer.io promises to list 30 days; older activities did happen',
      },
      canonical: canonical('activities', 1, (activity) => ({
        title: text(activity, 'name') ?? text(activity, 'type'),
        kind: text(activity, 'type'),
        at: isoFromSeconds(activity, 'timestamp'),
      })),
    }),
  ],
});

/** A list that has no pages. */
function listed(name: string, label: string, description: string): Stream {
  return defineStream({
    name,
    label,
    entity: 'reference',
    description,
    id: 'id',
    full: pages({
      request: ({ account }) => ({ url: `${api(account.details)}/${name}` }),
      records: name,
      next: onePage,
    }),
    deletions: { by: 'full_pass' },
    canonical: canonical('reference', 1, (one) => ({ name: text(one, 'name') })),
  });
}

const fullName = (person: Json): string | null =>
  [text(person, 'attributes.first_name'), text(person, 'attributes.last_name')]
    .filter(Boolean)
    .join(' ') || null;

import {
  canonical,
  defineConnector,
  defineStream,
  newSince,
  refusal,
  RETRY_AFTER,
} from '@/lib/connectors/kit';
import { ACTIVITIES, DELIVERIES, PEOPLE } from '@/lib/connectors/providers/customer-io/canonical';
import {
  activities,
  api,
  deliveries,
  EU,
  listing,
  people,
  US,
  workspaceIn,
} from '@/lib/connectors/providers/customer-io/walks';

export default defineConnector({
  type: 'customer-io',
  name: 'Customer.io',
  description: 'People, segments and campaigns, what was sent to whom, and what came of it.',
  category: 'support',
  docs_url: 'https://docs.customer.io/integrations/api/app/',
  source: 'docs.customer.io/integrations/api/app, 2026-10',
  keywords: ['customerio', 'marketing', 'messaging', 'email', 'campaigns'],
  default_cadence: '1h',
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
      },
    ],
    apply: ({ api_key = '' }) => ({ authorization: `Bearer ${api_key}` }),
    facts: ({ workspace = '' }): Record<string, string> =>
      workspace.trim() === '' ? {} : { workspace: workspace.trim() },
    account: {
      // The wrong region answers 401, as to an unknown key.
      places: [{ host: US }, { host: EU }],
      request: (details) => ({ url: `${api(details)}/workspaces` }),
      read: (answer, { workspace }) => workspaceIn(answer, workspace),
    },
  },

  limits: [{ name: 'second', requests: 10, per_ms: 1_000 }],

  errors: [
    // Also to a key of the other region, and to an address that is not on the key's list.
    {
      when: { status: 401, json: true },
      then: 'needs_reauth',
      message: 'Customer.io does not accept this App API key.',
    },
    {
      when: { status: 403, json: true },
      then: 'missing_scope',
      message: 'This key may not see that in Customer.io.',
    },
    { when: { status: 429 }, then: 'rate_limited', wait: [RETRY_AFTER, { ms: 2_000 }] },
    refusal('errors.0.detail'),
    refusal('meta.error'),
    refusal('meta.errors.0'),
  ],

  streams: [
    defineStream({
      name: 'campaigns',
      description: 'Campaigns with their state and actions',
      full: listing('campaigns'),
      canonical: canonical('reference', 1, { name: 'name' }),
    }),
    defineStream({
      name: 'segments',
      description: 'Segments people are in',
      full: listing('segments'),
      canonical: canonical('reference', 1, { name: 'name' }),
    }),
    defineStream({
      name: 'people',
      description: 'People with their attributes',
      id: 'cio_id',
      full: people(),
      canonical: PEOPLE,
    }),
    defineStream({
      name: 'deliveries',
      description: 'Messages to people with what came of each: delivered, opened, clicked',
      full: deliveries(),
      backfill: 'changes',
      // What came of a message is known later, and nothing says when it changed.
      incremental: newSince('created', { days: 3 }, 'epoch_seconds'),
      deletions: {
        by: 'none',
        why: 'A message that is not listed any more was sent all the same',
      },
      canonical: DELIVERIES,
    }),
    defineStream({
      name: 'activities',
      description: 'What people did and what was done for them, of the last 30 days',
      full: activities(),
      backfill: 'changes',
      incremental: newSince('timestamp', { hours: 1 }, 'epoch_seconds'),
      deletions: {
        by: 'none',
        why: 'Customer.io promises to list 30 days; older activities did happen',
      },
      canonical: ACTIVITIES,
    }),
  ],
});

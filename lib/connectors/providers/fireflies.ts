import {
  BrokenPaging,
  canonical,
  defineConnector,
  defineStream,
  detail,
  graphql,
  LATER,
  at,
  listAt,
  numberAt,
  onePage,
  pages,
  spoken,
  text,
} from '@/lib/connectors/kit';
import type { Answer, At, Canonical, ErrorRule, Stream, Walk } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

const DOCS = 'docs.fireflies.ai, 2026-08';
const API = 'https://api.fireflies.ai/graphql';
const PAGE = 50;
/** Whether more can be skipped is not documented; one source says it cannot. */
const MOST_SKIPPED = 5_000;
const DAY_SECONDS = 86_400;
const SENTENCE = { speaker: 'speaker_name', words: 'text' };

const MEETING = `id title date dateString duration organizer_email host_email participants privacy
  transcript_url meeting_link calendar_id is_live meeting_attendees { displayName email name }
  speakers { id name } summary { overview action_items keywords short_summary }`;

export default defineConnector({
  type: 'fireflies',
  name: 'Fireflies',
  description: 'Meetings with their summaries, what was said word for word, contacts and users.',
  category: 'calls',
  ownership: 'workspace',
  direction: 'inbound',
  instancing: 'multiple',
  version: '1.0.0',
  docs_url: 'https://docs.fireflies.ai',
  logo: null,
  keywords: ['meetings', 'transcripts'],
  default_cadence: '30m',
  puller: { status: 'live' },
  promises: [
    'Reads only: nothing in Fireflies is changed, shared or deleted, and no bot joins a meeting.',
    'Audio and video are not downloaded.',
    'Replacing the API key in Fireflies ends the access at once.',
  ],
  hosts: ['api.fireflies.ai'],

  auth: {
    method: 'api_key',
    fields: [
      {
        key: 'api_key',
        label: 'API key',
        required: true,
        secret: true,
        placeholder: 'The key from Developer settings',
        help: 'It sees what its owner sees. The Business plan allows a call a second; others few a day.',
        where_to_find: ['Open Integrations, then Fireflies API.', 'Copy the API key.'],
        find_url: 'https://app.fireflies.ai/integrations/custom/fireflies',
      },
    ],
    apply: ({ api_key = '' }) => ({ authorization: `Bearer ${api_key}` }),
    account: {
      request: () => graphql(API, 'query Account { user { user_id email name } }'),
      read: ({ body }) => ({
        id: text(body, 'data.user.user_id') ?? '',
        label: text(body, 'data.user.email') ?? text(body, 'data.user.name') ?? '',
      }),
    },
  },

  // Business and Enterprise; smaller plans have a number of calls a day, and say when it is used up.
  limits: [
    {
      name: 'minute',
      scope: 'connection',
      requests: 60,
      per_ms: 60_000,
      follows: {
        limit: { header: 'x-ratelimit-limit-api' },
        remaining: { header: 'x-ratelimit-remaining-api' },
        reset: { header: 'x-ratelimit-reset-api', form: 'seconds' },
      },
    },
  ],

  // The status says little: a wrong key is a 500, and errors also come with a 200.
  errors: [
    coded('auth_failed', 'needs_reauth', 'Fireflies does not accept this API key.'),
    {
      ...coded('too_many_requests', 'rate_limited', 'The allowance of Fireflies is used up.'),
      wait: [
        { header: 'retry-after', form: 'retry_after' },
        { body: 'errors.0.extensions.metadata.retryAfter', form: 'epoch_ms' },
        { header: 'x-ratelimit-reset-api', form: 'seconds' },
        { ms: 60_000 },
      ],
    },
    coded('account_cancelled', 'config', 'The Fireflies account was cancelled.'),
    coded(
      /^(paid_required|require_ai_credits|forbidden|not_in_team|require_elevated_privilege)$/,
      'missing_scope',
      'The plan or the owner of the key does not allow this in Fireflies: {errors.0.message}',
    ),
    coded('object_not_found', 'gone', 'Fireflies does not have this any more.'),
    coded(/^(request_timeout|invariant_violation)$/, 'retry', 'Fireflies is having trouble.'),
    {
      when: { status: [200, 400, 422], body: { 'errors.0.message': /\S/ } },
      then: 'fail',
      message: 'Fireflies refused the query: {errors.0.message}',
      source: DOCS,
    },
  ],

  streams: [
    defineStream({
      name: 'meetings',
      label: 'Meetings',
      entity: 'calls',
      description: 'Meetings Fireflies was in, who was there, and their summaries',
      id: 'id',
      full: meetings(MEETING),
      backfill: 'changes',
      // A summary is written and edited later, and nothing says when.
      incremental: incremental(meetings(MEETING), 14 * DAY_SECONDS),
      deletions: { by: 'full_pass' },
      canonical: canonical('calls', 1, (meeting) => ({
        title: text(meeting, 'title'),
        started_at: text(meeting, 'dateString'),
        // Fireflies counts minutes, with fractions.
        duration_seconds: Math.round((numberAt(meeting, 'duration') ?? Number.NaN) * 60) || null,
        participants: attendeesOf(meeting),
      })),
    }),
    defineStream({
      name: 'transcripts',
      label: 'Transcripts',
      entity: 'documents',
      description: 'What was said, by whom and when',
      id: 'id',
      full: transcripts(),
      backfill: 'changes',
      // By the time of the meeting: it is listed once it has ended and was worked through.
      incremental: incremental(transcripts(), DAY_SECONDS),
      deletions: { by: 'full_pass' },
      canonical: canonical('documents', 1, (transcript) => ({
        title: text(transcript, 'title'),
        markdown: spoken(listAt(transcript, 'sentences'), SENTENCE),
        url: text(transcript, 'transcript_url'),
      })),
    }),
    whole(
      { name: 'users', label: 'Users', description: 'Who is in the team', id: 'user_id' },
      'query Users { users { user_id email name is_admin } }',
      canonical('users', 1, (user) => ({ name: text(user, 'name'), email: text(user, 'email') })),
    ),
    whole(
      { name: 'contacts', label: 'Contacts', description: 'Whom the key’s owner met', id: 'email' },
      'query Contacts { contacts { email name last_meeting_date } }',
      canonical('people', 1, (contact) => ({
        name: text(contact, 'name'),
        emails: [text(contact, 'email') ?? []].flat(),
        company: null,
      })),
    ),
  ],
});

type Place = {
  skip: number;
  /** Meetings up to here: new ones come to the top and would shift everything. */
  to: string | null;
  /** The first meeting of the page before. */
  first: string | null;
};

/** Pages are counted, and nothing says that there are more: an empty one is the end. */
function meetings(fields: string): Walk {
  return pages<Place>({
    request: ({ page, since, size }) =>
      graphql(
        API,
        `query Meetings($fromDate: DateTime, $toDate: DateTime, $limit: Int, $skip: Int) {
          transcripts(fromDate: $fromDate, toDate: $toDate, limit: $limit, skip: $skip) { ${fields} }
        }`,
        {
          fromDate: since ?? undefined,
          toDate: page?.to ?? undefined,
          limit: size,
          skip: page?.skip ?? 0,
        },
      ),
    page_size: PAGE,
    records: 'data.transcripts',
    next: ({ headers }, at, records) => (records.length === 0 ? null : after(headers, at, records)),
  });
}

/**
 * Where the next page is. Newest first, as was seen; nobody promises it, so it is looked at where
 * the walk depends on it: near the most that can be skipped it begins anew at the oldest one met.
 */
function after(
  headers: Answer['headers'],
  { page, size }: At<Place>,
  records: readonly Json[],
): Place {
  const first = text(records[0], 'id');
  if (page && first === page.first)
    throw new BrokenPaging('Fireflies gives the same page again and again.');
  const skip = (page?.skip ?? 0) + size;
  if (skip + size <= MOST_SKIPPED) return { skip, to: page?.to ?? isoOf(headers.date), first };
  const [newest, oldest] = [records[0], records.at(-1)].map((one) => text(one, 'dateString'));
  if (!newest || !oldest || oldest >= newest || oldest === page?.to)
    throw new BrokenPaging('There are more meetings than Fireflies lists in one query.');
  return { skip: 0, to: oldest, first: null };
}

/** There is no filter for what changed, only for when the meeting was. */
function incremental(walk: Walk, overlap_seconds: number): Stream['incremental'] {
  return { walk, bookmark: { by: 'time', changed_at: 'dateString', overlap_seconds }, sees: 'new' };
}

function transcripts(): Walk {
  return detail({
    listing: meetings('id dateString'),
    id: (meeting) => text(meeting, 'id') ?? '',
    expand: async (meeting, world) => {
      const { body } = await world.ask(
        graphql(
          API,
          `
            query Transcript($id: String!) {
              transcript(id: $id) {
                id
                title
                dateString
                transcript_url
                sentences {
                  index
                  speaker_name
                  speaker_id
                  text
                  raw_text
                  start_time
                  end_time
                }
              }
            }
          `,
          { id: text(meeting, 'id') ?? '' },
        ),
      );
      const found = at(body, 'data.transcript') ?? null;
      return listAt(found, 'sentences').length > 0 ? found : LATER;
    },
    width: 4,
  });
}

/** A list that has no pages. */
function whole(
  about: Pick<Stream, 'name' | 'label' | 'description' | 'id'>,
  query: string,
  mapping: Canonical,
): Stream {
  return defineStream({
    ...about,
    entity: mapping.entity,
    full: pages({
      request: () => graphql(API, query),
      records: `data.${about.name}`,
      next: onePage,
    }),
    deletions: { by: 'full_pass' },
    canonical: mapping,
  });
}

function coded(code: string | RegExp, then: ErrorRule['then'], message: string): ErrorRule {
  return { when: { body: { 'errors.0.code': code } }, then, message, source: DOCS };
}

function attendeesOf(meeting: Json): string[] {
  const named = listAt(meeting, 'meeting_attendees').flatMap(
    (one) => text(one, 'displayName') ?? text(one, 'name') ?? text(one, 'email') ?? [],
  );
  return named.length > 0
    ? named
    : listAt(meeting, 'participants').filter((one) => typeof one === 'string');
}

const isoOf = (date = ''): string | null =>
  Number.isNaN(Date.parse(date)) ? null : new Date(date).toISOString();

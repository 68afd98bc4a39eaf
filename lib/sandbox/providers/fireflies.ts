import {
  contact,
  idOf,
  meeting,
  ownerOf,
  sentences,
  SIZES,
  STREAMS,
  TEAMS,
  user,
} from '@/lib/sandbox/data/fireflies';
import type { Stream } from '@/lib/sandbox/data/fireflies';
import { json } from '@/lib/sandbox/kit/call';
import type { Item } from '@/lib/sandbox/kit/collection';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { answerQuery, graphqlError, schemaOf } from '@/lib/sandbox/kit/graphql';
import { required, text, value } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import { Refused } from '@/lib/sandbox/kit/refusal';
import { sized } from '@/lib/sandbox/kit/sized';
import type { World } from '@/lib/sandbox/kit/world';

/** One source says so; the documentation does not. */
const MOST_SKIPPED = 5_000;
const MINUTE = { requests: 60, per_ms: 60_000 };
/** So long after the meeting its sentences are there. */
const WRITTEN_AFTER_MS = 15 * 60_000;

const isMeeting = (stream: Stream): boolean => stream === 'meetings' || stream === 'transcripts';

const SCHEMA = schemaOf(`
  scalar DateTime
  type Query {
    user(id: String): User
    users: [User]
    contacts: [Contact]
    transcripts(fromDate: DateTime, toDate: DateTime, limit: Int, skip: Int, mine: Boolean,
      user_id: String, host_email: String, organizers: [String!], participants: [String!],
      keyword: String, channel_id: String): [Transcript]
    transcript(id: String!): Transcript
  }
  type User {
    user_id: String, email: String, name: String, is_admin: Boolean, num_transcripts: Int
    minutes_consumed: Float
  }
  type Contact { email: String, name: String, picture: String, last_meeting_date: String }
  type Attendee { displayName: String, email: String, name: String }
  type Speaker { id: Int, name: String }
  type Summary { overview: String, action_items: String, keywords: [String], short_summary: String }
  type Sentence {
    index: Int, speaker_name: String, speaker_id: Int, text: String, raw_text: String
    start_time: Float, end_time: Float
  }
  type Transcript {
    id: String!, title: String, date: Float, dateString: String, duration: Float
    organizer_email: String, host_email: String, participants: [String], privacy: String
    transcript_url: String, audio_url: String, video_url: String, meeting_link: String
    calendar_id: String, is_live: Boolean, meeting_attendees: [Attendee], speakers: [Speaker]
    summary: Summary, sentences: [Sentence]
  }`);

const { post } = endpointsFor<string>();

/** From the documentation: one endpoint, errors with codes, a wrong key answered by 500. */
export default defineSandboxProvider({
  slug: 'fireflies',
  name: 'Fireflies',
  hosts: ['api.fireflies.ai'],
  connect: 'API key: paste one of these.',
  accounts: TEAMS,
  streams: STREAMS,
  open: sized('fireflies', {
    sizes: SIZES,
    id: (stream, n, account) => idOf(account, stream, n),
    evolution: (account, stream) =>
      account === 'acme' && isMeeting(stream)
        ? { update_every_ms: 600_000, busy: 10, birth_every_ms: 43_200_000, alive: null, keep: 0 }
        : null,
    same_as: (stream) => (isMeeting(stream) ? 'meetings' : stream),
  }),
  sign_in: (call, world) => {
    const found = TEAMS.find(({ key }) => call.header('authorization') === `Bearer ${key}`);
    if (found && !world.grants.accountRevoked('fireflies', found.name)) return found.name;
    const message = 'An error occurred while authenticating your request';
    throw new Refused({ status: 500, why: 'sign_in', message });
  },
  gate: ({ world, who }, answer) => {
    const { allowed, remaining, reset_ms } = world.windows.take(
      `fireflies:${who}`,
      MINUTE.requests,
      MINUTE.per_ms,
    );
    const wait_s = Math.ceil(reset_ms / 1_000);
    if (!allowed)
      throw new Refused({ status: 429, why: 'limit', message: 'Too many requests', wait_s });
    const reply = answer();
    const headers = {
      'x-ratelimit-limit-api': String(MINUTE.requests),
      'x-ratelimit-remaining-api': String(remaining),
      'x-ratelimit-reset-api': String(wait_s),
    };
    return { ...reply, headers: { ...reply.headers, ...headers } };
  },
  endpoints: [
    post('/graphql', {
      body: { query: required(text()), variables: value(), operationName: text() },
      answer: ({ who, body, world }) => {
        const { data, errors } = answerQuery(SCHEMA, rootsOf(world, who), body);
        if (errors.length === 0) return json(200, { data });
        return json(200, {
          data,
          errors: errors.map(({ message, extensions: { code = 'invalid_arguments' } }) => ({
            friendly: true,
            code,
            message,
            extensions: { code },
          })),
        });
      },
    }),
  ],
  refuse: ({ status, why, message, wait_s }, call) => {
    const code = CODES[why] ?? 'invariant_violation';
    const metadata = wait_s ? { metadata: { retryAfter: call.now + wait_s * 1_000 } } : {};
    const error = { friendly: true, code, message, extensions: { code, status, ...metadata } };
    return json(status, { errors: [error] });
  },
});

const CODES: Partial<Record<Refused['refusal']['why'], string>> = {
  sign_in: 'auth_failed',
  expired: 'auth_failed',
  limit: 'too_many_requests',
  permission: 'forbidden',
  unknown_parameter: 'invalid_arguments',
  missing_parameter: 'args_required',
  bad_parameter: 'invalid_arguments',
  bad_body: 'invalid_arguments',
  no_endpoint: 'object_not_found',
};

interface Choice {
  fromDate?: string;
  toDate?: string;
  limit?: number;
  skip?: number;
}

function rootsOf(world: World, who: string) {
  const live = (stream: Stream) => world.collection(who, stream)!.live();
  const isWritten = (item: Item) => world.now() - item.created >= WRITTEN_AFTER_MS;
  const whole = (item: Item) => ({
    ...meeting(who, item),
    audio_url: paidOnly,
    video_url: paidOnly,
    sentences: isWritten(item) ? sentences(who, item) : null,
  });
  return {
    user: () => ownerOf(who),
    users: () => live('users').map((item) => user(who, item)),
    contacts: () =>
      live('contacts').map((item) => ({
        ...contact(who, item.n),
        last_meeting_date: new Date(item.updated).toISOString(),
      })),
    transcripts: (choice: Choice) => listed(live('meetings'), choice).map(whole),
    transcript: ({ id }: { id: string }) => {
      const item = world.collection(who, 'meetings')!.get(id);
      if (!item || item.deleted !== null)
        throw graphqlError('The transcript could not be found', 'object_not_found');
      return whole(item);
    },
  };
}

/** Newest first, by the time of the meeting. */
function listed(all: readonly Item[], { fromDate, toDate, limit = 50, skip = 0 }: Choice): Item[] {
  if (limit < 1 || limit > 50) throw graphqlError('limit is at most 50', 'invalid_arguments');
  if (skip < 0 || skip > MOST_SKIPPED)
    throw graphqlError(`skip is at most ${MOST_SKIPPED}`, 'invalid_arguments');
  const [from, to] = [timeOf(fromDate, -Infinity), timeOf(toDate, Infinity)];
  return all
    .filter(({ created }) => created >= from && created <= to)
    .toSorted((a, b) => b.created - a.created || b.n - a.n)
    .slice(skip, skip + limit);
}

function timeOf(said: string | undefined, absent: number): number {
  const time = said === undefined ? absent : Date.parse(said);
  if (Number.isNaN(time)) throw graphqlError(`${said} is no DateTime`, 'invalid_arguments');
  return time;
}

const paidOnly = (): never => {
  throw graphqlError('This field needs the Pro plan', 'paid_required');
};

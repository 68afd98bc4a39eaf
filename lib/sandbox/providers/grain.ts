import {
  idOf,
  recording,
  reference,
  SIZES,
  STREAMS,
  transcript,
  WORKSPACES,
} from '@/lib/sandbox/data/grain';
import type { Stream } from '@/lib/sandbox/data/grain';
import { json } from '@/lib/sandbox/kit/call';
import type { Call } from '@/lib/sandbox/kit/call';
import type { Item } from '@/lib/sandbox/kit/collection';
import { endpointsFor, readInside } from '@/lib/sandbox/kit/endpoint';
import { newestFirst } from '@/lib/sandbox/kit/paging';
import { instant, oneOf, text, truth, value } from '@/lib/sandbox/kit/params';
import type { Values } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import { Refused } from '@/lib/sandbox/kit/refusal';
import { sized } from '@/lib/sandbox/kit/sized';
import type { World } from '@/lib/sandbox/kit/world';

/** How many are on a page is up to the provider. */
const PAGE = 7;
const MINUTE = { requests: 300, per_ms: 60_000 };
const WRITTEN_AFTER_MS = 15 * 60_000;

const isRecording = (stream: Stream): boolean =>
  stream === 'recordings' || stream === 'transcripts';
const V2 = '/_/public-api/v2';

const FILTER = {
  before_datetime: instant(),
  after_datetime: instant(),
  attendance: oneOf(['hosted', 'attended'], null),
  participant_scope: oneOf(['internal', 'external'], null),
  title_search: text(),
  team: text(),
  meeting_type: text(),
};
const INCLUDE = {
  highlights: truth(null),
  participants: truth(null),
  ai_action_items: truth(null),
  ai_summary: truth(null),
  private_notes: truth(null),
  calendar_event: truth(null),
  hubspot: truth(null),
  ai_template_sections: value(),
};
const CURSOR = text(/^\d+-\d+$/);

const { get, post } = endpointsFor<string>();

/** From the documentation: lists are asked for by POST, with a version in a header. */
export default defineSandboxProvider({
  slug: 'grain',
  name: 'Grain',
  hosts: ['api.grain.com'],
  connect: 'Access token: paste one of these; any name names the connection.',
  accounts: WORKSPACES,
  streams: STREAMS,
  // The documentation says of each filter by time what its name says of the other.
  modes: { dates: ['as_named', 'as_described'] },
  open: sized('grain', {
    sizes: SIZES,
    id: (stream, n, account) => idOf(account, stream, n),
    evolution: (account, stream) =>
      account === 'acme' && isRecording(stream)
        ? { update_every_ms: 600_000, busy: 10, birth_every_ms: 43_200_000, alive: null, keep: 0 }
        : null,
    same_as: (stream) => (isRecording(stream) ? 'recordings' : stream),
  }),
  sign_in: (call, world) => {
    const found = WORKSPACES.find(({ key }) => call.header('authorization') === `Bearer ${key}`);
    return found && !world.grants.accountRevoked('grain', found.name) ? found.name : null;
  },
  gate: ({ call, world, who }, answer) => {
    mustNameVersion(call);
    const { allowed, remaining, reset_ms } = world.windows.take(
      `grain:${who}`,
      MINUTE.requests,
      MINUTE.per_ms,
    );
    const wait_s = Math.ceil(reset_ms / 1_000);
    if (!allowed)
      throw new Refused({ status: 429, why: 'limit', message: 'Too many requests', wait_s });
    const reply = answer();
    const headers = {
      'x-ratelimit-limit': String(MINUTE.requests),
      'x-ratelimit-remaining': String(remaining),
    };
    return { ...reply, headers: { ...reply.headers, ...headers } };
  },
  endpoints: [
    post(`${V2}/recordings`, {
      body: { cursor: CURSOR, filter: value(), include: value() },
      answer: ({ who, body, world }) => {
        const filter = readInside('filter', body.filter, FILTER, world);
        const include = readInside('include', body.include, INCLUDE, world);
        const all = world.collection(who, 'recordings')!.live();
        const { items, next } = newestFirst(
          all.filter((item) => fits(item, filter, world.mode('dates') === 'as_described')),
          { limit: PAGE, cursor: body.cursor },
        );
        return json(200, {
          cursor: next,
          recordings: items.map((item) => recording(who, item, include)),
        });
      },
    }),
    post(`${V2}/recordings/{id}`, {
      body: { include: value() },
      answer: ({ who, path, body, world }) => {
        const include = readInside('include', body.include, INCLUDE, world);
        return json(200, recording(who, there(world, who, path.id as string), include));
      },
    }),
    get(`${V2}/recordings/{id}/transcript`, {
      answer: ({ who, path, world }) => {
        const item = there(world, who, path.id as string);
        if (world.now() - item.created < WRITTEN_AFTER_MS) throw NOT_FOUND();
        return json(200, transcript(who, item));
      },
    }),
    ...(['users', 'teams', 'meeting_types'] as const).map((stream) =>
      post(`${V2}/${stream}`, {
        body: {},
        answer: ({ who, world }) => {
          const all = world.collection(who, stream)!.live();
          return json(200, { [stream]: all.map((item) => reference(who, stream, item)) });
        },
      }),
    ),
  ],
  refuse: ({ status, why, message, wait_s }) => {
    if (why === 'no_endpoint') return json(status, { errors: { detail: 'Not Found' } });
    if (why === 'sign_in') return json(status, { message: 'Unauthorized' });
    return json(
      status,
      { error: message },
      wait_s === undefined ? {} : { 'retry-after': String(wait_s) },
    );
  },
});

const NOT_FOUND = () => new Refused({ status: 404, why: 'not_found', message: 'Not found' });

function mustNameVersion(call: Call): void {
  if (call.header('public-api-version') === '2025-10-31') return;
  const message = 'The Public-Api-Version header is missing or names no version';
  throw new Refused({ status: 400, why: 'bad_parameter', message });
}

function fits({ created }: Item, filter: Values<typeof FILTER>, swapped: boolean): boolean {
  const { after_datetime: after, before_datetime: before } = filter;
  const [from, to] = swapped ? [before, after] : [after, before];
  return created >= (from ?? -Infinity) && created <= (to ?? Infinity);
}

function there(world: World, who: string, id: string): Item {
  const item = world.collection(who, 'recordings')!.get(id);
  if (item && item.deleted === null) return item;
  throw NOT_FOUND();
}

import type { Call, Reply } from '@/lib/sandbox/kit/call';
import type { World } from '@/lib/sandbox/kit/world';
import type { Who } from '@/lib/sandbox/providers/hubspot/account';
import { limited, refuse } from '@/lib/sandbox/providers/hubspot/words';

const BURST = 110;
const BURST_MS = 10_000;
const SEARCH_PER_S = 5;
const WAYNE_FREE_CALLS = 5;
const WAYNE_WAIT_S = 900;

/**
 * Which allowance a call uses: `burst` says so in its headers, `quiet` does not, `search` has one
 * of its own, `free` none.
 */
export interface Facts {
  bucket: 'burst' | 'quiet' | 'search' | 'free';
}
/** Versions that are not there (any more), allowances, and accounts that show one trouble each. */
export function gated(
  call: Call,
  world: World,
  { account }: Who,
  bucket: Facts['bucket'],
  answer: () => Reply,
): Reply {
  const ended = versionRefusal(call, world);
  if (ended) return ended;
  if (bucket === 'free') return answer();
  const trouble = troubled(call, account, world);
  if (trouble) return trouble;
  if (bucket === 'search') {
    const { allowed } = world.windows.take(`hubspot:search:${account}`, SEARCH_PER_S, 1_000);
    return allowed ? answer() : limited('SECONDLY');
  }
  const window = world.windows.take(`hubspot:${account}`, BURST, BURST_MS);
  if (!window.allowed) return limited('TEN_SECONDLY_ROLLING');
  const reply = answer();
  if (bucket === 'quiet') return reply;
  return {
    ...reply,
    headers: {
      ...reply.headers,
      'x-hubspot-ratelimit-max': String(BURST),
      'x-hubspot-ratelimit-remaining': String(window.remaining),
      'x-hubspot-ratelimit-interval-milliseconds': String(BURST_MS),
    },
  };
}

/**
 * In the modes where only one form of the paths answers: the older has ended, or the newer is not
 * yet there.
 */
function versionRefusal(call: Call, world: World): Reply | null {
  const isDated = /\/\d{4}-\d\d(\/|$)/.test(call.path);
  const mode = world.mode('paths');
  if (mode === 'new' && !isDated)
    return refuse(
      { status: 410, why: 'gone', message: 'This version of the API is no longer supported' },
      call,
    );
  if (mode === 'old' && isDated)
    return refuse({ status: 404, why: 'no_endpoint', message: 'resource not found' }, call);
  return null;
}

function troubled(call: Call, account: string, world: World): Reply | null {
  if (account === 'stark')
    return refuse(
      { status: 503, why: 'trouble', message: 'Service temporarily unavailable' },
      call,
    );
  if (account === 'initech' && /^\/crm\/(v3\/)?objects\/.*\btickets?\b/.test(call.path))
    return refuse({ status: 500, why: 'trouble', message: 'internal error' }, call);
  const hour = Math.floor(world.now() / 3_600_000);
  const spent = account === 'wayne' && world.count(`wayne:${hour}`) > WAYNE_FREE_CALLS;
  return spent ? limited('TEN_SECONDLY_ROLLING', WAYNE_WAIT_S) : null;
}

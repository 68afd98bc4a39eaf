import type { Call, Reply } from '@/lib/sandbox/kit/call';
import type { Collection } from '@/lib/sandbox/kit/collection';
import { routeOf } from '@/lib/sandbox/kit/endpoint';
import type { Endpoint } from '@/lib/sandbox/kit/endpoint';
import { Refused } from '@/lib/sandbox/kit/refusal';
import type { Refusal } from '@/lib/sandbox/kit/refusal';
import type { World } from '@/lib/sandbox/kit/world';

interface About {
  slug: string;
  name: string;
  /** Apps of ours that are at home here beside the one of its own name: each has its callback. */
  apps?: readonly string[];
  /** Real host names; "*.example.com" matches one label. */
  hosts: readonly string[];
  /** One sentence for the index page: what to enter where. */
  connect: string;
  accounts: readonly { name: string; note: string; key?: string }[];
  streams: readonly string[];
  /** Streams whose records can be put aside (archived) without being deleted. */
  archives?: readonly string[];
  /** Ways in which the real provider differs from case to case; the first word is the usual one. */
  modes?: Readonly<Record<string, readonly [string, ...string[]]>>;
  /** Token life in seconds, for providers with OAuth. */
  token_life_s?: number;
  /** Each refresh gives a new refresh token and ends the old one, unless a test says otherwise. */
  rotates?: boolean;
  /** For accounts whose consent ends by itself so long after it was given. */
  grant_dies_after_ms?: (account: string) => number | null;
  /** Opens the records of a stream; null when the account or stream does not exist. */
  open: (account: string, stream: string, now: () => number) => Collection | null;
  /** A refusal in the provider's own words. */
  refuse: (refusal: Refusal, call: Call) => Reply;
}

/** One provider's server: everything it answers, and the accounts it has. */
export interface SandboxProvider extends About {
  /** The account a call speaks for, if it can be told. Used to aim faults and to count requests. */
  account_of: (call: Call, world: World) => string | null;
  /** Whether it has an endpoint for the call: providers may share their hosts. */
  serves: (call: Call) => boolean;
  handle: (call: Call, world: World) => Reply;
}

/** A provider as its file declares it. `Who` is what signing in tells about a call. */
export interface ProviderSpec<Who, Facts> extends About {
  /** Who is calling; null when nobody the provider knows. May throw a Refused that says more. */
  sign_in: (call: Call, world: World) => Who | null;
  /** Where signing in does not tell the account: who a call is aimed at. */
  account_of?: (call: Call, world: World) => string | null;
  /** In order: of two paths that fit, the first one answers. */
  endpoints: readonly (Endpoint<Who, Facts> | Endpoint<null, object>)[];
  /** Stands before every signed-in endpoint: limits, permissions, headers on every answer. */
  gate?: (
    asked: { call: Call; world: World; who: Who; facts: Facts },
    answer: () => Reply,
  ) => Reply;
}

/** Declares a provider. Every call goes: path, method, signing in, gate, parameters, answer. */
export function defineSandboxProvider<Who, Facts = object>({
  sign_in,
  account_of,
  endpoints,
  gate,
  ...about
}: ProviderSpec<Who, Facts>): SandboxProvider {
  const refused = (call: Call, work: () => Reply): Reply => {
    try {
      return work();
    } catch (error) {
      if (error instanceof Refused) return about.refuse(error.refusal, call);
      throw error;
    }
  };
  const signedIn = (call: Call, world: World): Who => {
    const who = sign_in(call, world);
    if (who !== null) return who;
    throw new Refused({ status: 401, why: 'sign_in', message: 'The credentials are not known' });
  };

  return {
    ...about,
    account_of: (call, world) => {
      if (account_of) return account_of(call, world);
      const who = whoElse(() => sign_in(call, world));
      return typeof who === 'string' ? who : null;
    },
    serves: (call) =>
      'value' in
      either(() => routeOf(endpoints as unknown as readonly Endpoint<Who, Facts>[], call)),
    handle: (call, world) =>
      refused(call, () => {
        // A stranger is told that he is one, not which paths there are.
        const found = either(() =>
          routeOf(endpoints as unknown as readonly Endpoint<Who, Facts>[], call),
        );
        if ('error' in found) {
          signedIn(call, world);
          throw found.error;
        }
        const { endpoint, pieces } = found.value;
        if (endpoint.open) return endpoint.serve(call, world, null as Who, pieces);
        const who = signedIn(call, world);
        const answer = () => refused(call, () => endpoint.serve(call, world, who, pieces));
        return gate ? gate({ call, world, who, facts: endpoint.facts }, answer) : answer();
      }),
  };
}

function whoElse<Who>(sign_in: () => Who | null): Who | null {
  const found = either(sign_in);
  return 'error' in found ? null : found.value;
}

function either<T>(work: () => T): { value: T } | { error: Refused } {
  try {
    return { value: work() };
  } catch (error) {
    if (error instanceof Refused) return { error };
    throw error;
  }
}

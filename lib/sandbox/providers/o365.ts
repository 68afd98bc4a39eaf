import { ACCOUNTS, DIRECTORY, personId } from '@/lib/sandbox/data/microsoft';
import { json } from '@/lib/sandbox/kit/call';
import { consentEndpoints } from '@/lib/sandbox/kit/consent';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { accountOf, byToken, permit } from '@/lib/sandbox/kit/oauth';
import type { Who } from '@/lib/sandbox/kit/oauth';
import { list } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import {
  feedPage,
  HOSTS,
  limited,
  LOOK,
  openCollection,
  refuse,
  tokenEndpoint,
  TOKENS,
} from '@/lib/sandbox/providers/microsoft/graph';
import { subscriptionEndpoints } from '@/lib/sandbox/providers/microsoft/subscriptions';

const { get } = endpointsFor<Who>();

/** The directory of an organization, from the documentation of Microsoft Graph (2026-08). */
export default defineSandboxProvider<Who>({
  slug: 'o365',
  name: 'Microsoft 365',
  hosts: HOSTS,
  connect: 'OAuth: pick an account on the consent page. Client id and secret are both “sandbox”.',
  accounts: ACCOUNTS,
  streams: DIRECTORY,
  token_life_s: 4_200,
  open: (account, stream, now) =>
    stream === 'users' ? openCollection('o365', account, stream, now) : null,
  sign_in: (call, world) => byToken('o365', call, world),
  account_of: accountOf,
  gate: ({ world, who }, answer) => limited(world, `o365:${who.account}`, answer),
  refuse,
  endpoints: [
    ...consentEndpoints('login.microsoftonline.com/organizations/oauth2/v2.0/authorize', {
      slug: 'o365',
      accounts: ACCOUNTS,
      streams: DIRECTORY,
      explain: (scope) => `Use ${scope}`,
      ...LOOK,
    }),
    tokenEndpoint('o365', 'organizations'),
    ...subscriptionEndpoints({
      provider: 'o365',
      resource: /^\/?users$/,
      changes: /^(updated|deleted)(,(updated|deleted))*$/,
      scope: 'User.Read.All',
      longest_minutes: 41_760,
    }),
    get('/v1.0/organization', {
      query: { $select: list() },
      answer: ({ who }) => {
        permit(who, 'User.Read');
        return json(200, { value: [{ id: personId(who.account), displayName: who.account }] });
      },
    }),
    get('/v1.0/users/delta', {
      query: { ...TOKENS, $select: list() },
      answer: ({ call, who, query, world }) => {
        permit(who, 'User.Read.All');
        const collection = world.collection(who.account, 'users')!;
        return feedPage(call, who.account, world, { stream: 'users', tokens: query, collection });
      },
    }),
  ],
});

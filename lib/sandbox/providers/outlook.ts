import { ACCOUNTS, isIn, MAILBOX, personId } from '@/lib/sandbox/data/microsoft';
import type { Stream } from '@/lib/sandbox/data/microsoft';
import { json } from '@/lib/sandbox/kit/call';
import { consentEndpoints } from '@/lib/sandbox/kit/consent';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { accountOf, byToken, permit } from '@/lib/sandbox/kit/oauth';
import type { Who } from '@/lib/sandbox/kit/oauth';
import { instant, list, oneOf, text } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import { refuseParameter, Refused } from '@/lib/sandbox/kit/refusal';
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
const CHOSEN = { ...TOKENS, $select: list() };

/** Mail, calendar and contacts of one's own, from the documentation of Microsoft Graph (2026-08). */
export default defineSandboxProvider<Who>({
  slug: 'outlook',
  name: 'Outlook',
  hosts: HOSTS,
  connect: 'OAuth: pick an account on the consent page. Client id and secret are both “sandbox”.',
  accounts: ACCOUNTS,
  streams: MAILBOX,
  token_life_s: 4_200,
  open: (account, stream, now) =>
    MAILBOX.some((one) => one === stream)
      ? openCollection('outlook', account, stream as Stream, now)
      : null,
  sign_in: (call, world) => byToken('outlook', call, world),
  account_of: accountOf,
  gate: ({ world, who }, answer) => limited(world, `outlook:${who.account}`, answer),
  refuse,
  endpoints: [
    ...consentEndpoints('login.microsoftonline.com/common/oauth2/v2.0/authorize', {
      slug: 'outlook',
      accounts: ACCOUNTS,
      streams: MAILBOX,
      explain: (scope) => `Use ${scope}`,
      ...LOOK,
    }),
    tokenEndpoint('outlook', 'common'),
    ...subscriptionEndpoints({
      provider: 'outlook',
      resource: /^\/?me\/messages$/,
      changes: /^(created|updated|deleted)(,(created|updated|deleted))*$/,
      scope: 'Mail.Read',
      longest_minutes: 10_080,
    }),
    get('/v1.0/me', {
      query: { $select: list() },
      answer: ({ who }) => {
        permit(who, 'User.Read');
        const address = `ada@${who.account}.example`;
        const id = personId(who.account);
        return json(200, { id, displayName: 'Ada', mail: address, userPrincipalName: address });
      },
    }),
    get('/v1.0/me/mailFolders/delta', {
      query: CHOSEN,
      answer: ({ call, who, query, world }) => {
        permit(who, 'Mail.Read');
        const collection = world.collection(who.account, 'folders')!;
        return feedPage(call, who.account, world, { stream: 'folders', tokens: query, collection });
      },
    }),
    get('/v1.0/me/mailFolders/{folder}/messages/delta', {
      query: {
        ...CHOSEN,
        $top: text(/^\d+$/),
        $filter: text(/^receivedDateTime (ge|gt) \S+$/, 'is not supported'),
        $orderby: oneOf(['receivedDateTime desc'], null),
        changeType: oneOf(['created', 'updated', 'deleted'], null),
      },
      answer: ({ call, who, path, query, world }) => {
        permit(who, 'Mail.Read');
        const folder = world.collection(who.account, 'folders')!.get(String(path.folder));
        if (!folder || folder.deleted !== null)
          throw new Refused({ status: 404, why: 'not_found', message: 'The folder is not found.' });
        return feedPage(call, who.account, world, {
          stream: 'messages',
          tokens: query,
          collection: world.collection(who.account, 'messages')!,
          only: (item) => isIn(who.account, folder.id, item),
        });
      },
    }),
    get('/v1.0/me/calendarView/delta', {
      // Its properties cannot be chosen; the window is in the link from then on.
      query: { ...TOKENS, startDateTime: instant(), endDateTime: instant() },
      answer: ({ call, who, query, world }) => {
        permit(who, 'Calendars.Read');
        const { startDateTime: start, endDateTime: end, ...tokens } = query;
        const isNew = tokens.$skiptoken === null && tokens.$deltatoken === null;
        if (isNew && (start === null || end === null || end <= start))
          refuseParameter('startDateTime', '', 'and endDateTime are required');
        const collection = world.collection(who.account, 'events')!;
        return feedPage(call, who.account, world, { stream: 'events', tokens, collection });
      },
    }),
    get('/v1.0/me/contacts/delta', {
      query: CHOSEN,
      answer: ({ call, who, query, world }) => {
        permit(who, 'Contacts.Read');
        const collection = world.collection(who.account, 'contacts')!;
        return feedPage(call, who.account, world, {
          stream: 'contacts',
          tokens: query,
          collection,
        });
      },
    }),
  ],
});

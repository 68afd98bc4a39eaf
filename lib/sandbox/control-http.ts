import type { Control } from '@/lib/sandbox/control';
import {
  ACCOUNT,
  changes,
  flag,
  merges,
  names,
  number,
  object,
  PROVIDER,
  sentOnly,
  STREAM,
  texts,
  word,
} from '@/lib/sandbox/control-input';
import { json, objectOf } from '@/lib/sandbox/kit/call';
import type { Incoming, Reply } from '@/lib/sandbox/kit/call';
import { DAMAGES } from '@/lib/sandbox/kit/damage';
import { fieldsOf, manyOf, readAll } from '@/lib/sandbox/kit/endpoint';
import { WAIT_FORMS } from '@/lib/sandbox/kit/fault-forms';
import { FAULTS } from '@/lib/sandbox/kit/faults';
import type { FaultKind } from '@/lib/sandbox/kit/faults';
import { list, required, text } from '@/lib/sandbox/kit/params';
import type { Params, Values } from '@/lib/sandbox/kit/params';
import type { World } from '@/lib/sandbox/kit/world';
import { ControlError, Refused } from '@/lib/sandbox/kit/refusal';

interface ControlCall {
  call: string;
  /** What it does and takes, for the index page. */
  help: string;
  fields: Params;
  run: (control: Control, input: Record<string, unknown>) => unknown;
}

/** `run` answers what to send back; nothing: `{ ok: true }`. Fields not named here are refused. */
const declare = <F extends Params>(
  call: string,
  help: string,
  fields: F,
  run: (control: Control, input: Values<F>) => unknown,
): ControlCall => ({ call, help, fields, run: run as ControlCall['run'] });

const FAULT_HELP = `{ provider, account?, method?, path?, query?, says?, kind, skip?, times?, for_ms? }: trouble
for the calls that match. path: its start, * for anything, $ for the end; query: { name: value, other: null },
null for a parameter that must not be there; says: a text in query or body. kinds: ${FAULTS.join(', ')}.
raw: { status?, headers?, body? or base64? } is the whole answer, byte for byte; a header that is null is left
out, date too. alter: the provider’s own answer with { status?, headers?, fields?, drop? }, fields by their path
such as "paging.next.after". echo: a 400 that repeats every secret of the call. 429: retry_after?, form?;
slow: delay_ms; bad_record: record, damage; storm: share?, kinds?, seed?, delay_ms?`;

const MUTATE_HELP = `{ provider, account, stream, create?, update?, delete?, ids?, restore?, archive?,
unarchive?, erase?, merge?, set?, silent? }: numbers for the first three, ids for the rest; with ids, update and
delete mean those. erase: gone from every listing. merge: [{ from, into }]: asking for “from” by its id answers
“into”. set: { id: { field: value } }. silent: what is restored, archived or set keeps its change time`;

const CALLS: readonly ControlCall[] = [
  declare(
    'POST faults',
    FAULT_HELP,
    {
      ...PROVIDER,
      kind: required(word(FAULTS)),
      account: text(),
      method: text(),
      path: text(),
      query: texts,
      says: text(),
      skip: number,
      times: number,
      for_ms: number,
      status: number,
      headers: texts,
      body: text(),
      base64: text(),
      fields: object,
      drop: names,
      retry_after: number,
      form: word(WAIT_FORMS),
      delay_ms: number,
      record: text(),
      damage: word(DAMAGES),
      share: number,
      seed: number,
      kinds: list({ of: FAULTS }),
    },
    (control, { kinds, ...fault }) =>
      control.fault({
        ...sentOnly(fault),
        ...(kinds ? { kinds: kinds as readonly FaultKind[] } : {}),
      }),
  ),
  declare('GET faults', 'the faults in force', {}, (control) => ({ faults: control.faults() })),
  declare(
    'DELETE faults',
    '?provider&account ends them',
    { provider: text(), account: text() },
    (control, { provider, account }) =>
      control.clearFaults(provider ?? undefined, account ?? undefined),
  ),
  declare(
    'POST revoke',
    '{ provider, account } ends every consent of the account, or its key',
    ACCOUNT,
    (control, input) => control.revoke(input),
  ),
  declare(
    'POST mutate',
    MUTATE_HELP,
    {
      ...STREAM,
      create: number,
      update: number,
      delete: number,
      ids: names,
      restore: names,
      archive: names,
      unarchive: names,
      erase: names,
      merge: merges,
      set: changes,
      silent: flag,
    },
    (control, input) => control.mutate(sentOnly(input)),
  ),
  declare(
    'POST hook',
    '{ provider, account, url, secret }: the provider’s own webhooks go there from now on',
    { ...ACCOUNT, url: required(text()), secret: required(text()) },
    (control, input) => control.hook(input),
  ),
  declare('POST limits', '{ off: true } lifts rate limits', { off: flag }, (control, { off }) =>
    control.limits({ off: off === true }),
  ),
  declare(
    'POST token-life',
    '{ provider, seconds } of access tokens given from now on',
    { ...PROVIDER, seconds: required(number) },
    (control, input) => control.tokenLife(input),
  ),
  declare(
    'POST rotation',
    `{ provider, on, grace?, omit? }: refresh tokens rotate, and using an old one ends the consent; grace: the
old one works until the new one was used; omit: answers carry no refresh token`,
    { ...PROVIDER, on: flag, grace: flag, omit: flag },
    (control, { on, ...input }) => control.rotation({ on: on === true, ...sentOnly(input) }),
  ),
  declare(
    'POST app',
    '{ provider, accepted }: whether token calls accept our client',
    { ...PROVIDER, accepted: flag },
    (control, { provider, accepted }) => control.app({ provider, accepted: accepted !== false }),
  ),
  declare(
    'POST lag',
    '{ provider, ms }: how late searches and listings by change time show a change',
    { ...PROVIDER, ms: required(number) },
    (control, input) => control.lag(input),
  ),
  declare(
    'POST clock',
    '{ provider, offset_ms }: its Date header, change times and “now” are so far from ours; 0 ends it',
    { ...PROVIDER, offset_ms: required(number) },
    (control, input) => control.clock(input),
  ),
  declare(
    'POST mode',
    '{ provider, name, value }: how it behaves where the real one differs; each provider lists its modes',
    { ...PROVIDER, name: required(text()), value: required(text()) },
    (control, input) => control.mode(input),
  ),
  declare(
    'GET records',
    '?provider&account&stream: ids and change times of the live, the deleted and the archived',
    STREAM,
    (control, input) => control.records(input),
  ),
  declare(
    'GET requests',
    '?provider: how often each path was called, answers by status, faults by kind',
    { provider: text() },
    (control, { provider }) => control.requests(provider ?? undefined),
  ),
  declare('DELETE requests', 'starts counting again', {}, (control) => control.clearRequests()),
  declare('POST reset', 'as freshly started', {}, (control) => control.reset()),
];

/** Every control call with what it takes. */
export const CONTROL_CALLS: readonly (readonly [string, string])[] = CALLS.map(({ call, help }) => [
  call.replace(' ', ' /_control/'),
  help.replaceAll('\n', ' '),
]);

/** Control calls read no fields that depend on a provider's world. */
const NO_WORLD = null as unknown as World;

/** A control call as it came over HTTP; what it cannot use is answered with 400 and a sentence. */
export function controlOverHttp(control: Control, request: Incoming): Reply {
  const name = `${request.method} ${request.path.slice('/_control/'.length)}`;
  const found = CALLS.find(({ call }) => call === name);
  if (!found)
    return json(404, {
      error: `There is no control call ${request.method} ${request.path}`,
      calls: Object.fromEntries(CONTROL_CALLS),
    });
  try {
    const input = readAll(sentTo(request), found.fields, NO_WORLD);
    return json(200, found.run(control, input) ?? { ok: true });
  } catch (error) {
    if (error instanceof ControlError || error instanceof Refused)
      return json(400, { error: error.message });
    throw error;
  }
}

function sentTo(request: Incoming) {
  if (request.method !== 'POST') return manyOf(request.query);
  const body = objectOf(request.body || '{}');
  if (body) return fieldsOf(body);
  throw new ControlError('The body must be a JSON object.');
}

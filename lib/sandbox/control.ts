import type { Change } from '@/lib/sandbox/kit/collection';
import { FAULTS, WAIT_FORMS } from '@/lib/sandbox/kit/faults';
import type { Fault, FaultKind, Faults } from '@/lib/sandbox/kit/faults';
import { DAMAGES } from '@/lib/sandbox/kit/damage';
import type { Grants, Rotation } from '@/lib/sandbox/kit/grants';
import { json } from '@/lib/sandbox/kit/provider';
import type { Reply, SandboxProvider, World } from '@/lib/sandbox/kit/provider';
import type { Windows } from '@/lib/sandbox/kit/windows';
import type { Incoming } from '@/lib/sandbox/sandbox';

export interface StreamOf {
  provider: string;
  account: string;
  stream: string;
}
export interface RecordNote {
  id: string;
  updated_at: string;
  deleted_at: string | null;
}

/**
 * Makes the sandbox misbehave, changes its data and tells what it was asked. Throws ControlError on
 * input it cannot use.
 */
export interface Control {
  fault: (fault: Fault) => void;
  /** Ends the faults of everybody, of a provider, or of one of its accounts. */
  clearFaults: (provider?: string, account?: string) => void;
  /** Ends every consent of the account, or its key. */
  revoke: (target: { provider: string; account: string }) => void;
  mutate: (target: StreamOf & Change) => {
    created: string[];
    updated: string[];
    deleted: string[];
  };
  limits: (setting: { off: boolean }) => void;
  tokenLife: (setting: { provider: string; seconds: number }) => void;
  rotation: (setting: { provider: string } & Rotation) => void;
  /** Whether the provider knows our app: while not, token calls answer invalid_client. */
  app: (setting: { provider: string; accepted: boolean }) => void;
  /** Seconds a change takes until listings by change time show it. */
  lag: (setting: { provider: string; seconds: number }) => void;
  records: (target: StreamOf) => { live: RecordNote[]; deleted: RecordNote[] };
  /** Calls so far by "METHOD host/path", answers by status, and faults that struck by kind. */
  requests: (provider?: string) => {
    total: number;
    paths: Record<string, number>;
    statuses: Record<string, number>;
    faults: Record<string, number>;
  };
  /** As freshly started; generated data returns to what the clock says. */
  reset: () => void;
  /** The same over HTTP. */
  http: (request: Incoming) => Reply;
}

export class ControlError extends Error {}

/** Every control call, for the index page. */
export const CONTROL_CALLS: readonly (readonly [string, string])[] = [
  [
    'POST /_control/faults',
    '{ provider, account?, path?, kind, skip?, times?, for_ms?, retry_after?, form?, delay_ms?, record?, damage?, share?, seed? }; kinds: ' +
      FAULTS.join(', '),
  ],
  ['GET /_control/faults', 'the faults in force'],
  ['DELETE /_control/faults', '?provider&account ends them'],
  ['POST /_control/revoke', '{ provider, account }'],
  [
    'POST /_control/mutate',
    '{ provider, account, stream, create?, update?, delete?, ids?, restore? }',
  ],
  ['POST /_control/limits', '{ off: true } lifts rate limits'],
  ['POST /_control/token-life', '{ provider, seconds }'],
  [
    'POST /_control/rotation',
    '{ provider, on, grace?, omit? }: refresh tokens rotate, and using an old one ends the consent; grace: the old one works until the new one was used; omit: answers carry no refresh token',
  ],
  ['POST /_control/app', '{ provider, accepted }: whether token calls accept our client'],
  ['POST /_control/lag', '{ provider, seconds }: how late listings by change time show a change'],
  ['GET /_control/records', '?provider&account&stream: ids and change times'],
  [
    'GET /_control/requests',
    '?provider: how often each path was called, answers by status, faults by kind',
  ],
  ['DELETE /_control/requests', 'starts counting again'],
  ['POST /_control/reset', 'as freshly started'],
];

interface Parts {
  providers: readonly SandboxProvider[];
  worlds: ReadonlyMap<string, World>;
  faults: Faults;
  grants: Grants;
  windows: Windows;
  requests: Map<string, number>;
  statuses: Map<string, number>;
  lags: Map<string, number>;
  reset: () => void;
}

export function createControl({
  providers,
  worlds,
  faults,
  grants,
  windows,
  requests,
  statuses,
  lags,
  reset,
}: Parts): Control {
  const provider = (slug: string) => {
    const found = providers.find((p) => p.slug === slug);
    if (!found)
      throw new ControlError(`provider must be one of ${providers.map((p) => p.slug).join(', ')}`);
    return found;
  };
  const collection = ({ provider: slug, account, stream }: StreamOf) => {
    const about = provider(slug);
    const found = worlds.get(slug)!.collection(account, stream);
    if (!found)
      throw new ControlError(
        `${about.name} has no account “${account}” with a stream “${stream}”. Accounts: ${about.accounts.map((a) => a.name).join(', ')}; streams: ${about.streams.join(', ')}.`,
      );
    return found;
  };
  const note = (item: { id: string; updated: number; deleted: number | null }): RecordNote => ({
    id: item.id,
    updated_at: new Date(item.updated).toISOString(),
    deleted_at: item.deleted === null ? null : new Date(item.deleted).toISOString(),
  });

  const control: Omit<Control, 'http'> = {
    fault: (fault) => {
      provider(fault.provider);
      faults.add(fault);
    },
    clearFaults: (slug, account) => faults.clear(slug, account),
    revoke: ({ provider: slug, account }) => {
      provider(slug);
      grants.revokeAccount(slug, account);
    },
    mutate: (target) => collection(target).mutate(target),
    limits: ({ off }) => windows.setOff(off),
    tokenLife: ({ provider: slug, seconds }) => {
      provider(slug);
      grants.setTokenLife(slug, seconds);
    },
    rotation: ({ provider: slug, ...setting }) => {
      provider(slug);
      grants.setRotation(slug, setting);
    },
    app: ({ provider: slug, accepted }) => {
      provider(slug);
      grants.setApp(slug, accepted);
    },
    lag: ({ provider: slug, seconds }) => {
      provider(slug);
      lags.set(slug, seconds * 1000);
    },
    records: (target) => {
      const found = collection(target);
      return { live: found.live().map(note), deleted: found.deleted().map(note) };
    },
    requests: (slug) => {
      const paths: Record<string, number> = {};
      let total = 0;
      for (const [key, count] of requests) {
        const [owner, ...call] = key.split(' ');
        if (slug && owner !== slug) continue;
        paths[call.join(' ')] = count;
        total += count;
      }
      const answered = [...statuses]
        .filter(([key]) => !slug || key.startsWith(`${slug} `))
        .map(([key, count]) => [slug ? key.slice(slug.length + 1) : key, count] as const);
      return { total, paths, statuses: Object.fromEntries(answered), faults: faults.played() };
    },
    reset,
  };

  function http(request: Incoming): Reply {
    const name = request.path.slice('/_control/'.length);
    const asked = Object.fromEntries(request.query);
    try {
      switch (`${request.method} ${name}`) {
        case 'POST faults': {
          const b = read(request.body);
          control.fault({
            ...text(b, 'provider'),
            ...optional(b, {
              account: 'string',
              path: 'string',
              times: 'number',
              for_ms: 'number',
              retry_after: 'number',
              delay_ms: 'number',
              skip: 'number',
              share: 'number',
              seed: 'number',
              record: 'string',
            }),
            ...choice(b, 'form', WAIT_FORMS),
            ...choice(b, 'damage', DAMAGES),
            kind: kindOf(b),
          });
          break;
        }
        case 'GET faults':
          return json(200, { faults: faults.list() });
        case 'DELETE faults':
          control.clearFaults(asked.provider, asked.account);
          break;
        case 'POST revoke':
          control.revoke(text(read(request.body), 'provider', 'account'));
          break;
        case 'POST mutate': {
          const b = read(request.body);
          return json(
            200,
            control.mutate({
              ...text(b, 'provider', 'account', 'stream'),
              ...optional(b, { create: 'number', update: 'number', delete: 'number' }),
              ...(Array.isArray(b.ids) ? { ids: b.ids.map(String) } : {}),
              ...(Array.isArray(b.restore) ? { restore: b.restore.map(String) } : {}),
            }),
          );
        }
        case 'POST limits':
          control.limits({ off: read(request.body).off === true });
          break;
        case 'POST token-life': {
          const b = read(request.body);
          control.tokenLife({ ...text(b, 'provider'), seconds: Number(b.seconds) });
          break;
        }
        case 'POST rotation': {
          const b = read(request.body);
          control.rotation({
            ...text(b, 'provider'),
            on: b.on === true,
            grace: b.grace === true,
            omit: b.omit === true,
          });
          break;
        }
        case 'POST app': {
          const b = read(request.body);
          control.app({ ...text(b, 'provider'), accepted: b.accepted !== false });
          break;
        }
        case 'POST lag': {
          const b = read(request.body);
          control.lag({ ...text(b, 'provider'), seconds: Number(b.seconds) });
          break;
        }
        case 'GET records':
          return json(200, control.records(text(asked, 'provider', 'account', 'stream')));
        case 'GET requests':
          return json(200, control.requests(asked.provider));
        case 'DELETE requests':
          requests.clear();
          break;
        case 'POST reset':
          control.reset();
          break;
        default:
          return json(404, {
            error: `There is no control call ${request.method} ${request.path}`,
            calls: Object.fromEntries(CONTROL_CALLS),
          });
      }
      return json(200, { ok: true });
    } catch (error) {
      if (error instanceof ControlError) return json(400, { error: error.message });
      throw error;
    }
  }

  return { ...control, http };
}

function read(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    if (value !== null && typeof value === 'object') return value as Record<string, unknown>;
  } catch {
    /* said below */
  }
  throw new ControlError('The body must be a JSON object.');
}

function text<Key extends string>(
  from: Record<string, unknown>,
  ...keys: Key[]
): Record<Key, string> {
  return Object.fromEntries(
    keys.map((key) => {
      if (typeof from[key] !== 'string' || from[key] === '')
        throw new ControlError(`“${key}” is missing.`);
      return [key, from[key]];
    }),
  ) as Record<Key, string>;
}

type Kinds = Record<string, 'string' | 'number'>;
type Read<K extends Kinds> = { [Key in keyof K]?: K[Key] extends 'string' ? string : number };
function optional<K extends Kinds>(from: Record<string, unknown>, kinds: K): Read<K> {
  return Object.fromEntries(
    Object.entries(kinds)
      .filter(([key]) => from[key] !== undefined)
      .map(([key, kind]) => {
        if (typeof from[key] !== kind) throw new ControlError(`“${key}” must be a ${kind}.`);
        return [key, from[key]];
      }),
  ) as Read<K>;
}

function kindOf(body: Record<string, unknown>): FaultKind {
  const found = FAULTS.find((kind) => kind === String(body.kind));
  if (!found) throw new ControlError(`“kind” must be one of ${FAULTS.join(', ')}.`);
  return found;
}

function choice<Key extends string, Value extends string>(
  from: Record<string, unknown>,
  key: Key,
  values: readonly Value[],
): { [K in Key]?: Value } {
  if (from[key] === undefined) return {};
  const found = values.find((value) => value === from[key]);
  if (!found) throw new ControlError(`“${key}” must be one of ${values.join(', ')}.`);
  return { [key]: found } as { [K in Key]?: Value };
}

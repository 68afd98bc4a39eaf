import { dice } from '@/lib/sandbox/kit/dice';
import type { Delivery } from '@/lib/webhooks/signature';

/** Something that must not be taken for the delivery it was made of. */
export interface Mutant {
  what: string;
  delivery: Delivery;
  secret: string;
  now_ms: number;
}

interface Genuine {
  delivery: Delivery;
  secret: string;
  now_ms: number;
  /** Headers that prove it. */
  proof: readonly string[];
  /** Off when the scheme proves the sender alone. */
  body_signed: boolean;
  /** How far the time may be off; null: there is none. */
  tolerance_seconds: number | null;
}

/** One bit of one character turned. */
const turned = (text: string, at: number, bit: number): string =>
  text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << bit)) + text.slice(at + 1);

/** Turned bits of the body: some of them, the same in every run. */
function bodies({ delivery, body_signed }: Genuine): [string, Partial<Mutant>][] {
  const { body } = delivery;
  if (!body_signed) return [];
  const d = dice(body.toString('hex'));
  const bits = Array.from({ length: 400 }, (): [string, Partial<Mutant>] => {
    const [at, bit] = [d.int(0, body.length - 1), d.int(0, 7)];
    const other = Buffer.from(body);
    other[at] = other[at]! ^ (1 << bit);
    return [`body bit ${at}.${bit}`, { delivery: { ...delivery, body: other } }];
  });
  const cut = [
    body.subarray(1),
    body.subarray(0, -1),
    Buffer.alloc(0),
    Buffer.concat([body, body]),
  ];
  return [
    ...bits,
    ...cut.map((other, i): [string, Partial<Mutant>] => [
      `body cut ${i}`,
      { delivery: { ...delivery, body: other } },
    ]),
  ];
}

/** Turned bits of what proves it, and what senders and gateways do to headers. */
function headers({ delivery, proof }: Genuine): [string, Partial<Mutant>][] {
  return proof.flatMap((name) => {
    const value = delivery.headers[name]!;
    const bits = Array.from({ length: value.length }, (_, at) =>
      [0, 1, 2, 3, 4, 5].map((bit): [string, string] => [`${at}.${bit}`, turned(value, at, bit)]),
    ).flat();
    const forms: [string, string][] = [
      ['doubled', `${value}, ${value}`],
      ['empty', ''],
      ['upper case', value.toUpperCase()],
      ['lower case', value.toLowerCase()],
      ['cut', value.slice(0, -1)],
      ['longer', `${value}0`],
      ['padded', `${value}=`],
      ['with a blank inside', `${value.slice(0, -2)} ${value.slice(-2)}`],
      ['another algorithm', value.replace('sha256', 'sha1').replace(/\bv1\b/, 'v0')],
      ['another encoding', Buffer.from(value, 'hex').toString('base64') || 'x'],
      ['in base64', Buffer.from(value).toString('base64')],
    ];
    const changed = [...bits, ...forms].filter(([, other]) => other !== value);
    const gone = Object.fromEntries(
      Object.entries(delivery.headers).filter(([other]) => other !== name),
    );
    return [
      [`${name} gone`, { delivery: { ...delivery, headers: gone } }],
      ...changed.map(([what, other]): [string, Partial<Mutant>] => [
        `${name} ${what}`,
        { delivery: { ...delivery, headers: { ...delivery.headers, [name]: other } } },
      ]),
    ] as [string, Partial<Mutant>][];
  });
}

function secrets({ secret }: Genuine): [string, Partial<Mutant>][] {
  return Array.from({ length: secret.length }, (_, at): [string, Partial<Mutant>] => [
    `secret ${at}`,
    { secret: turned(secret, at, 0) },
  ]);
}

function times({ now_ms, tolerance_seconds }: Genuine): [string, Partial<Mutant>][] {
  if (tolerance_seconds === null) return [];
  const off = (tolerance_seconds + 1) * 1_000;
  return [
    ['too late', { now_ms: now_ms + off }],
    ['too early', { now_ms: now_ms - off }],
  ];
}

/** What must be refused of one genuine delivery: some hundreds. */
export const mutantsOf = (genuine: Genuine): Mutant[] =>
  [...bodies(genuine), ...headers(genuine), ...secrets(genuine), ...times(genuine)].map(
    ([what, change]) => ({
      what,
      delivery: genuine.delivery,
      secret: genuine.secret,
      now_ms: genuine.now_ms,
      ...change,
    }),
  );

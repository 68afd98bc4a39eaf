import type { Json } from '@/lib/contract/common';

/** What fields are called that say what happened to what, and nothing of anybody. */
const TELLING = new Set(
  (
    'id type action event object kind status livemode api_version changeType lifecycleEvent ' +
    'subscriptionType field'
  ).split(' '),
);
/** "account_id", "portalId", "MessageSid", "CallStatus". */
const NAMES_A_THING = /^[A-Za-z]+(?:_id|Id|Sid|Status)$/;
/** Deeper and longer than a page shows. */
const DEEPEST = 6;
const LONGEST_LIST = 5;
const LONGEST_TEXT = 80;

/**
 * A payload for people who run the installation: its form, and the fields that say what happened.
 * Everything else may be personal or secret, and only its length is told.
 */
export function redacted(value: Json, name = '', depth = 0): Json {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string' || typeof value === 'number' || JSON.isRawJSON(value))
    return leaf(value as Json, name);
  if (depth >= DEEPEST) return '…';
  if (Array.isArray(value)) {
    const some = value.slice(0, LONGEST_LIST).map((one) => redacted(one, name, depth + 1));
    const more = value.length - some.length;
    return more > 0 ? [...some, `… ${more} more`] : some;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, redacted(inner, key, depth + 1)]),
  );
}

function leaf(value: Json, name: string): Json {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if ((TELLING.has(name) || NAMES_A_THING.test(name)) && text.length <= LONGEST_TEXT) return value;
  return typeof value === 'string' ? `‹${text.length} characters›` : '‹number›';
}

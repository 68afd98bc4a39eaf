import { randomBytes } from 'node:crypto';
import type { Json } from '@/lib/contract/common';

/**
 * Sixteen characters of digits and point, anywhere: what a page without is read at JSON.parse's own
 * speed. Spelled out, it is looked for 15 times as fast as with a count in braces.
 */
const LONG = new RegExp('[\\d.]'.repeat(16));
/** An exponent of three digits, anywhere. */
const FAR = /\d[eE][+-]?\d{3}/;
/** Either of them where a number may stand; inside a string, too. */
const SUSPECT = /(?<=^|[:,[\s])-?(?:[\d.]{16,}|[\d.]+[eE][+-]?\d{3,})[\d.eE+-]*/g;
/** What marks a number in between; no provider can guess it. */
const MARK = `exact:${randomBytes(16).toString('hex')}:`;
/**
 * Deeper than any provider's record. Node 24 parses any depth (its parser does not recurse), but
 * JSON.stringify overflows a bare stack between 3,000 and 5,000 levels, a reviver before 3,000.
 */
const MAX_DEPTH = 500;

/**
 * JSON.parse that loses no digit: a number a double would change (more than 15 significant digits,
 * or out of range) becomes a `JSON.rawJSON` object, which JSON.stringify writes as it came; the
 * kit's `text` and `numberText` read it. Everything else is what JSON.parse makes of it. A byte
 * order mark is no part of the text. Any depth is read, so that one absurd record does not take its
 * page along; ask `isTooDeep` before walking a record by recursion. Throws SyntaxError.
 */
export function parseJson(text: string): Json {
  const bare = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (!LONG.test(bare) && !FAR.test(bare)) return JSON.parse(bare) as Json;
  const isInside = stringsOf(bare);
  let marked = 0;
  const safe = bare.replace(SUSPECT, (token, at: number) => {
    if (String(Number(token)) === token || isInside(at)) return token;
    marked += 1;
    return `"${MARK}${token}"`;
  });
  const value = JSON.parse(safe) as Json;
  return marked === 0 ? value : unmarked(value);
}

/** Whether a position lies in a string of the JSON text; to be asked from left to right. */
function stringsOf(text: string): (at: number) => boolean {
  let inside = false;
  let quote = text.indexOf('"');
  const isEscaped = (at: number): boolean => {
    let start = at;
    while (text[start - 1] === '\\') start -= 1;
    return (at - start) % 2 === 1;
  };
  return (at) => {
    while (quote !== -1 && quote < at) {
      if (!inside || !isEscaped(quote)) inside = !inside;
      quote = text.indexOf('"', quote + 1);
    }
    return inside;
  };
}

/** Puts the exact numbers in their places, without recursion. */
function unmarked(root: Json): Json {
  const holder: Json[] = [root];
  const todo: (Json[] | { [key: string]: Json })[] = [holder];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    const fields = node as { [key: string]: Json };
    for (const key of Object.keys(fields)) {
      const value = fields[key]!;
      if (typeof value === 'string') {
        // An own "__proto__" of parsed JSON is a plain field: writing it sets no prototype.
        if (value.startsWith(MARK)) fields[key] = JSON.rawJSON(value.slice(MARK.length));
      } else if (value !== null && typeof value === 'object') todo.push(value);
    }
  }
  return holder[0]!;
}

/** Whether a value nests deeper than `max` levels; looks no deeper, so no stack overflows. */
export function isTooDeep(value: Json, max = MAX_DEPTH): boolean {
  if (max < 0) return true;
  if (value === null || typeof value !== 'object' || JSON.isRawJSON(value)) return false;
  if (Array.isArray(value)) return value.some((child) => isTooDeep(child, max - 1));
  for (const key in value) if (isTooDeep(value[key]!, max - 1)) return true;
  return false;
}

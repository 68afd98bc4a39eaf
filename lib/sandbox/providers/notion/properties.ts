import {
  checkOptions,
  checkRuns,
  isObject,
  isUrl,
  wrong,
} from '@/lib/sandbox/providers/notion/limits';
import { readRuns, type Fields, type KeptDatabase } from '@/lib/sandbox/providers/notion/store';

const TYPES = new Set(['title', 'rich_text', 'url', 'date', 'select', 'multi_select', 'number']);

/** Adds, renames and removes columns as a request says. Throws the refusal of what it cannot mean. */
export function changeSchema(database: KeptDatabase, sent: unknown): void {
  if (!isObject(sent)) throw wrong('properties should be an object');
  for (const [key, wanted] of Object.entries(sent)) {
    const known = idOf(database, key);
    if (wanted === null) {
      if (known === null) throw wrong(`${key} is not a property that exists.`);
      if (known === 'title') throw wrong('the title property cannot be removed');
      database.properties.delete(known);
      continue;
    }
    if (!isObject(wanted)) throw wrong(`properties.${key} should be an object`);
    const type = Object.keys(wanted).find((name) => TYPES.has(name));
    if (known !== null) {
      if (typeof wanted.name === 'string') database.properties.get(known)!.name = wanted.name;
      continue;
    }
    if (!type) throw wrong(`properties.${key} should have a type Notion knows`);
    const id = type === 'title' ? 'title' : `p${database.properties.size}%3A${key.length}`;
    database.properties.set(id, { name: key, type, settings: wanted[type] });
  }
}

/** The id of a property by its name or id; null: there is none. */
export const idOf = (database: KeptDatabase, key: string): string | null =>
  database.properties.has(key)
    ? key
    : ([...database.properties].find(([, { name }]) => name === key)?.[0] ?? null);

/** Sets values of a page as a request says. Throws the refusal of a property that is not there. */
export function setValues(
  database: KeptDatabase,
  values: Map<string, unknown>,
  sent: unknown,
): void {
  if (!isObject(sent)) throw wrong('body.properties should be an object');
  const read = Object.entries(sent).map(([key, value]) => {
    const id = idOf(database, key);
    if (id === null) throw wrong(`${key} is not a property that exists.`);
    return [id, valueOf(database.properties.get(id)!.type, value, key)] as const;
  });
  for (const [id, value] of read) values.set(id, value);
}

function valueOf(type: string, sent: unknown, key: string): unknown {
  const at = `body.properties.${key}`;
  if (!isObject(sent) || !(type in sent)) throw wrong(`${key} is expected to be ${type}.`);
  const value = sent[type];
  switch (type) {
    case 'title':
    case 'rich_text':
      checkRuns(value, at);
      return readRuns(value);
    case 'url':
      if (value !== null && !isUrl(value)) throw wrong(`${at}.url should be a valid URL or null`);
      return value;
    case 'multi_select':
      checkOptions(value, at);
      return (value as Fields[]).map(({ name }) => ({ id: String(name), name, color: 'default' }));
    case 'date':
      if (value !== null && !(isObject(value) && !Number.isNaN(Date.parse(String(value.start)))))
        throw wrong(`${at}.date.start should be a valid date`);
      return value;
    case 'select':
      if (value !== null) checkOptions([value], at);
      return value;
    default:
      return value;
  }
}

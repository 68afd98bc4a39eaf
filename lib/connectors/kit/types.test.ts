import { expect, it } from 'vitest';
import {
  canonical,
  changes,
  children,
  defineStream,
  job,
  pages,
  type Bookmark,
  type ChangeRequest,
  type RuleSpec,
  type World,
} from '@/lib/connectors/kit';

// What must not compile. Each directive below is a test: without the fault it would be an error.

const request = () => ({ url: 'https://api.example.com' });
const walk = pages({ request, records: 'data', next: () => null });

it('a wrong use of the kit does not compile', () => {
  const bookmarks: Bookmark[] = [
    // @ts-expect-error -- a bookmark of the last page says where it is
    { by: 'last_page' },
    // @ts-expect-error -- a bookmark by time says which field, or nothing could be proved
    { by: 'time', overlap_seconds: 60 },
    // @ts-expect-error -- a probe says what to ask
    { by: 'probe', path: 'historyId' },
  ];
  // @ts-expect-error -- a listing says where its list is
  const listless = () => pages({ request, next: () => null });
  const proofless = () =>
    // @ts-expect-error -- a list that may be missing says what proves that there is none
    pages({ request, records: 'data', empty_when: { why: 'it leaves it out' }, next: () => null });
  const all = { parents: 'p', request, records: 'd', next: () => null, width: 2 };
  // @ts-expect-error -- children say how items of two parents are told apart
  const ownless = () => children(all);
  // @ts-expect-error -- a feed of changes says what is gone
  const goneless = () => changes({ request, records: 'data', next: () => null });
  // @ts-expect-error -- an export has no page tokens
  const paged = () => job({ request, records: 'data', next: () => null });
  // @ts-expect-error -- a stream says what its records are: an entity, or the mapping to one
  const nameless = () => defineStream({ name: 's', description: 'd', full: walk });
  const ends = () =>
    // @ts-expect-error -- page and request speak of the same kind of page
    pages<{ after: string }>({ request, records: 'data', next: () => 'a text' });
  const call = { title: 'title', started_at: null, participants: [] } as const;
  // @ts-expect-error -- the words are those of the entity
  const words = () => canonical('calls', 1, () => ({ title: 'x', length: 3 }));
  // @ts-expect-error -- a mapping by paths names every field of the entity
  const fieldless = () => canonical('users', 1, { name: 'name' });
  // @ts-expect-error -- a number is no text: it is found by a function of the record
  const pathless = () => canonical('calls', 1, { ...call, duration_seconds: 'length' });
  // @ts-expect-error -- what is computed has the fields of the entity, one as well as two
  const other = () => canonical('reference', 1, () => ({ title: 'x' }));
  const rule = { when: { status: 402 } };
  // @ts-expect-error -- what only a person can put right is said in a sentence of its own
  const speechless: RuleSpec = { ...rule, then: 'config' };
  // @ts-expect-error -- a walk reads: what changes something is no question
  const changing = (world: World, change: ChangeRequest) => world.ask(change);
  expect([
    listless,
    proofless,
    ownless,
    goneless,
    paged,
    nameless,
    ends,
    words,
    fieldless,
    pathless,
    other,
    changing,
  ]).toHaveLength(12);
  expect(speechless.message).toBeUndefined();
  expect(bookmarks).toHaveLength(3);
});

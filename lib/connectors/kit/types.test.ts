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
  const named = { name: 's', label: 'S', entity: 'users', description: 'd', id: 'id' } as const;
  // @ts-expect-error -- a stream says how deletions show
  const deathless = () => defineStream({ ...named, full: walk });
  const ends = () =>
    // @ts-expect-error -- page and request speak of the same kind of page
    pages<{ after: string }>({ request, records: 'data', next: () => 'a text' });
  // @ts-expect-error -- the words are those of the entity
  const words = () => canonical('calls', 1, () => ({ title: 'x', length: 3 }));
  // @ts-expect-error -- a walk reads: what changes something is no question
  const changing = (world: World, change: ChangeRequest) => world.ask(change);
  expect([
    listless,
    proofless,
    ownless,
    goneless,
    paged,
    deathless,
    ends,
    words,
    changing,
  ]).toHaveLength(9);
  expect(bookmarks).toHaveLength(3);
});

import { describe, expect, it } from 'vitest';
import type { Answer, Parent, RequestSpec } from '@/lib/connectors/kit';
import { answerOf, contents, fakeWorld, query, readAll } from '@/lib/connectors/kit/walks/testing';
import connector from '@/lib/connectors/providers/github';
import type { Json } from '@/lib/contract/common';

const stream = (name: string) => connector.streams.find((one) => one.name === name)!;
const repository = (more: Record<string, Json> = {}, bookmark: string | null = null): Parent => ({
  id: '1',
  record: { full_name: 'acme/site', has_issues: true, ...more },
  bookmark,
});
const NEXT = { link: '<https://api.github.com/next?page=2>; rel="next"' };
const SINCE = '2026-11-20T00:00:00Z';

/** A world that answers lists, with a next page as long as it says so. */
function world(known: Parent, answer: (spec: RequestSpec) => [list: Json[], more: boolean]) {
  const asked: RequestSpec[] = [];
  const ask = async (spec: RequestSpec): Promise<Answer> => {
    asked.push(spec);
    const [list, more] = answer(spec);
    return { ...answerOf(list), headers: more ? NEXT : {} };
  };
  return { ...fakeWorld(() => null, { known: [known], since: SINCE, ask }), asked };
}
const at = (id: number, updated_at: string): Json => ({ id, updated_at });

describe('changes of issues', () => {
  it('are asked for from a time that moves on with every page, which a change cannot slide over', async () => {
    const times = ['2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z', '2026-11-21T00:00:00Z'];
    const w = world(repository({}, SINCE), () => {
      const updated = times[w.asked.length - 1] ?? '2026-11-22T00:00:00Z';
      return [[at(w.asked.length, updated)], w.asked.length < 4];
    });
    await readAll(stream('issues').incremental!.walk, w);
    expect(w.asked.map((spec) => [query(spec, 'since'), query(spec, 'page')])).toEqual([
      [SINCE, ''],
      // Everything on the page is of the same second: only then a number goes on.
      [SINCE, '2'],
      ['2026-11-21T00:00:00Z', '1'],
      ['2026-11-21T00:00:00Z', '2'],
    ]);
  });

  it('leave pull requests to their own stream, and repositories without issues alone', async () => {
    const w = world(repository(), () => [[at(1, SINCE), { id: 2, pull_request: {} }], false]);
    expect(contents(await readAll(stream('issues').full, w))).toEqual([at(1, SINCE)]);
    const none = world(repository({ has_issues: false }), () => [[], false]);
    for (const name of ['issues', 'comments', 'pull_requests'])
      await readAll(stream(name).full, none);
    expect(none.asked.map((spec) => spec.url)).toEqual([
      'https://api.github.com/repos/acme/site/pulls',
    ]);
  });
});

describe('changes of pull requests', () => {
  it('are read until known ones come', async () => {
    const pages = [at(3, '2026-11-22T00:00:00Z'), at(2, '2026-11-19T00:00:00Z'), at(1, SINCE)];
    const w = world(repository({}, SINCE), () => [[pages[w.asked.length - 1]!], true]);
    const found = contents(await readAll(stream('pull_requests').incremental!.walk, w));
    expect(found).toEqual(pages.slice(0, 2));
  });
});

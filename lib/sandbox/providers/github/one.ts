import {
  comment,
  idOf,
  issue,
  numberOf,
  pullRequest,
  repositoryOf,
} from '@/lib/sandbox/data/github';
import type { Stream } from '@/lib/sandbox/data/github';
import { json } from '@/lib/sandbox/kit/call';
import type { Item } from '@/lib/sandbox/kit/collection';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import type { Who } from '@/lib/sandbox/kit/oauth';
import { text } from '@/lib/sandbox/kit/params';
import { Refused } from '@/lib/sandbox/kit/refusal';
import type { World } from '@/lib/sandbox/kit/world';

const { get } = endpointsFor<Who>();
const PLACE = { owner: text(), repo: text(), id: text() };
type Place = { owner: string | null; repo: string | null };

/**
 * One issue, pull request or comment (github/docs, 2026-08). A deleted issue is 410, a deleted
 * comment 404. `repositoryAt`: the number of the repository a path names.
 */
export const oneEndpoints = (
  repositoryAt: (who: Who, path: Place, world: World, issues: boolean) => number,
) => [
  get('/repos/{owner}/{repo}/issues/{id}', {
    path: PLACE,
    answer: ({ who, path, world }) => {
      const n = repositoryAt(who, path, world, true);
      const item = numbered(who, 'issues', path.id, n, world);
      if (item) return json(200, issue(who.account, alive(item, 410), false));
      return json(
        200,
        issue(who.account, alive(numbered(who, 'pull_requests', path.id, n, world)), true),
      );
    },
  }),
  get('/repos/{owner}/{repo}/pulls/{id}', {
    path: PLACE,
    answer: ({ who, path, world }) => {
      const n = repositoryAt(who, path, world, false);
      return json(
        200,
        pullRequest(who.account, alive(numbered(who, 'pull_requests', path.id, n, world))),
      );
    },
  }),
  get('/repos/{owner}/{repo}/issues/comments/{id}', {
    path: PLACE,
    answer: ({ who, path, world }) => {
      const n = repositoryAt(who, path, world, true);
      const item = world.collection(who.account, 'comments')!.get(String(path.id));
      return json(200, comment(who.account, alive(item && inside(who, item, n))));
    },
  }),
];

function numbered(
  who: Who,
  stream: Extract<Stream, 'issues' | 'pull_requests'>,
  number: string | null,
  repository: number,
  world: World,
): Item | undefined {
  const n = (Number(number) - numberOf(stream, 0)) / 2;
  const item = Number.isInteger(n)
    ? world.collection(who.account, stream)!.get(idOf(stream, n))
    : undefined;
  return item && inside(who, item, repository);
}

const inside = ({ account }: Who, item: Item, repository: number): Item | undefined =>
  repositoryOf(account, item.n) === repository ? item : undefined;

function alive(item: Item | undefined, status: 404 | 410 = 404): Item {
  if (item && item.deleted === null) return item;
  if (status === 410) throw new Refused({ status, why: 'gone', message: 'This issue was deleted' });
  throw new Refused({ status, why: 'not_found', message: 'Not Found' });
}

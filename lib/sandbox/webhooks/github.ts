import { newId } from '@/lib/platform/ids';
import {
  comment,
  idOf,
  issue,
  pullRequest,
  repository,
  repositoryOf,
} from '@/lib/sandbox/data/github';
import type { Hook } from '@/lib/sandbox/kit/hooks';
import type { Posted, Telling } from '@/lib/sandbox/kit/telling';
import { hmac } from '@/lib/sandbox/webhooks/sign';

const ACTIONS = { created: 'opened', updated: 'edited', deleted: 'deleted' };

/** GitHub's deliveries (github/docs, 2026-08): the body keyed by the hook's secret. */
export const github: Telling = {
  greet: (hook) => posted(hook, 'ping', { zen: 'Keep it logically awesome.', hook_id: 1 }),
  tell: (hook, { stream, item, what }, world) => {
    const { account } = hook;
    const n = repositoryOf(account, item.n);
    const place = world.collection(account, 'repositories')!.get(idOf('repositories', n));
    if (!place) return null;
    const more = { repository: repository(account, place), sender: { login: account } };
    const action = ACTIONS[what];
    switch (stream) {
      case 'issues':
        return posted(hook, 'issues', { action, issue: issue(account, item, false), ...more });
      case 'pull_requests': {
        const pull_request = pullRequest(account, item);
        return posted(hook, 'pull_request', { action, pull_request, ...more });
      }
      case 'comments': {
        const said = what === 'created' ? 'created' : action;
        return posted(hook, 'issue_comment', {
          action: said,
          comment: comment(account, item),
          ...more,
        });
      }
      default:
        return null;
    }
  },
};

function posted({ secret }: Hook, event: string, content: object): Posted {
  const body = JSON.stringify(content);
  return {
    headers: {
      'user-agent': 'GitHub-Hookshot/sandbox',
      'x-github-event': event,
      'x-github-delivery': newId(),
      'x-hub-signature-256': `sha256=${hmac(secret, body)}`,
    },
    body,
  };
}

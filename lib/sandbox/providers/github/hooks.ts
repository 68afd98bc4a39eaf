import { json } from '@/lib/sandbox/kit/call';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { permit } from '@/lib/sandbox/kit/oauth';
import type { Who } from '@/lib/sandbox/kit/oauth';
import { required, text, value } from '@/lib/sandbox/kit/params';
import { Refused, refuseParameter } from '@/lib/sandbox/kit/refusal';

const { post, remove } = endpointsFor<Who>();

/** Webhooks of a repository (github/docs, 2026-08). */
export const hookEndpoints = [
  post('/repos/{owner}/{repo}/hooks', {
    body: {
      name: required(text(/^web$/)),
      active: value(),
      events: value(),
      config: required(value()),
    },
    answer: ({ who, world, body }) => {
      permit(who, 'repo');
      const { url, secret = '', content_type } = body.config as Record<string, string>;
      if (content_type !== 'json')
        refuseParameter('content_type', content_type ?? '', 'is not json');
      const hook = world.hooks().add({
        provider: 'github',
        account: who.account,
        url: url ?? '',
        secret,
        ends: null,
      });
      if (!hook) return refuseParameter('url', url ?? '', 'is not supported');
      return json(201, { id: hook.id, type: 'Repository', name: 'web', active: true });
    },
  }),
  remove('/repos/{owner}/{repo}/hooks/{id}', {
    answer: ({ world, path }) => {
      if (world.hooks().remove(String(path.id))) return { status: 204, headers: {}, body: '' };
      throw new Refused({ status: 404, why: 'not_found', message: 'Not Found' });
    },
  }),
];

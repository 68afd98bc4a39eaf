import { text } from '@/lib/connectors/kit';
import { field, good, type Registrar } from '@/lib/webhooks/registrar';

const API = 'https://api.github.com';
/** What the connector reads. */
const EVENTS = ['issues', 'issue_comment', 'pull_request', 'repository'];

/** GitHub, POST /repos/{owner}/{repo}/hooks; the scope `repo` includes it (github/docs, 2026-08). */
export const github: Registrar = {
  provider: 'github',
  connectors: ['github'],
  hosts: ['api.github.com'],
  fields: [
    field('repository', 'Repository', 'Its owner and name. You must be its admin.', {
      placeholder: 'acme/site',
      pattern: '^[\\w.-]+/[\\w.-]+$',
    }),
  ],
  register: async ({ ask, url, secret, given }) => {
    const { repository = '' } = given;
    const answer = await ask({
      method: 'POST',
      url: `${API}/repos/${repository}/hooks`,
      json: {
        name: 'web',
        active: true,
        events: EVENTS,
        config: { url, secret, content_type: 'json', insecure_ssl: '0' },
      },
    });
    good(answer, 'GitHub', text(answer.body, 'message'));
    return { registration: { repository, hook_id: text(answer.body, 'id') ?? '' } };
  },
  remove: async ({ ask }, { repository = '', hook_id = '' }) => {
    await ask({ method: 'DELETE', url: `${API}/repos/${repository}/hooks/${hook_id}` });
  },
};

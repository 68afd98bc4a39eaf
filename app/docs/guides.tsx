import { Code } from '@/app/docs/key';
import { KEY_PLACEHOLDER } from '@/app/docs/placeholder';

interface Guide {
  id: string;
  title: string;
  text: string[];
  code?: { label: string; of: (origin: string) => string };
}

const api = (origin: string, path: string) =>
  `'${origin}/api/platform/v1${path}' \\\n  -H 'X-API-Key: ${KEY_PLACEHOLDER}'`;

/** What people come to do, step by step. */
export const GUIDES: readonly Guide[] = [
  {
    id: 'guide-connect',
    title: 'Connect a source',
    text: [
      'Read the catalog: auth_method says how a connector is connected, connectable whether ' +
        'it can be now.',
      'POST /connections with connector_type. The answer’s mode says what comes next: ' +
        'connected (done), oauth_redirect (send the person to authorize_url), ' +
        'credentials_required (send the key to credential_submit_url), or already_connected.',
      'After OAuth the browser comes back to return_to with ?connected or ' +
        '?connection_error, when its origin is registered for the workspace.',
      'Send an Idempotency-Key: the same request again makes no second connection.',
    ],
  },
  {
    id: 'guide-poll',
    title: 'Wait until it is healthy',
    text: [
      'Poll GET /connections/{id}/status and send the ETag of the last answer in If-None- ' +
        'Match: while nothing changes the answer is an empty 304.',
      'is_syncing tells whether a sync runs; health tells how the connection is, ' +
        'health_detail why, whose move it is and the one thing to do.',
      'current_to says up to when the data is known to be complete, by the provider’s clock.',
    ],
    code: {
      label: 'Poll',
      of: (origin) =>
        `curl ${api(origin, '/connections/CONNECTION_ID/status')} \\\n` +
        `  -H 'If-None-Match: "etag of the last answer"'`,
    },
  },
  {
    id: 'guide-reconnect',
    title: 'Reconnect',
    text: [
      'health: needs_reauth means that the provider no longer takes the credential. POST ' +
        '/connections/{id}/reconnect repairs it in place: same id, history and records.',
      'OAuth answers a new authorize_url; an API key is sent along as api_key. Another ' +
        'account than before is refused unless allow_account_change is true.',
    ],
  },
  {
    id: 'guide-records',
    title: 'Follow the records',
    text: [
      'GET /connections/{id}/records answers what was synced in the order of change. Keep ' +
        'next_cursor of the last page and come back with it: you get every change since, and ' +
        'each once.',
      'A deleted record comes again with deleted: true.',
      'With Accept: application/x-ndjson all of them come in one answer, a record a line; ' +
        'go on from the seq of the last line.',
    ],
    code: {
      label: 'Everything, a record a line',
      of: (origin) =>
        `curl -N ${api(origin, '/connections/CONNECTION_ID/records')} \\\n  -H 'Accept: application/x-ndjson'`,
    },
  },
  {
    id: 'guide-mcp',
    title: 'MCP',
    text: [
      'The same answers are read-only resources of the Model Context Protocol at /api/mcp: ' +
        'connection://catalog, connection://list, connection://<id>, connection://<id>/status ' +
        'and connection://<id>/runs. The key needs the scope connections:read.',
    ],
    code: {
      label: 'Claude Code',
      of: (origin) =>
        `claude mcp add --transport http inlet ${origin}/api/mcp ` +
        `--header "Authorization: Bearer ${KEY_PLACEHOLDER}"`,
    },
  },
];

export function GuideDoc({ guide, origin }: { guide: Guide; origin: string }) {
  return (
    <section id={guide.id} className="border-line border-t py-6">
      <h3 className="text-base font-medium">{guide.title}</h3>
      <ol className="mt-2 max-w-prose list-decimal space-y-1 pl-5 text-sm">
        {guide.text.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {guide.code ? (
        <div className="mt-3">
          <Code label={guide.code.label} about={guide.title} code={guide.code.of(origin)} />
        </div>
      ) : null}
    </section>
  );
}

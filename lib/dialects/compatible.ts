import type { ForeignApi } from '@/lib/api/foreign';
import { SOURCE_CONNECTIONS } from '@/lib/dialects/source-connections/service';
import * as sources from '@/lib/dialects/source-connections/words';
import * as trpc from '@/lib/dialects/trpc/words';
import { CONNECTORS_V1 } from '@/lib/dialects/v1/service';
import * as v1 from '@/lib/dialects/v1/words';

/** Words of another API beside ours. */
export interface Words {
  title: string;
  rows: readonly (readonly [theirs: string, ours: string])[];
}
export interface CompatibleApi {
  id: string;
  title: string;
  /** When to use it. */
  when: string;
  at: string;
  document: string | null;
  notes: readonly string[];
  words: readonly Words[];
}

/** A table of names: theirs by ours. */
const named = (title: string, table: Readonly<Record<string, string>>): Words => ({
  title,
  rows: Object.entries(table),
});
/** A table of words: ours by theirs. */
const worded = (title: string, table: Readonly<Record<string, string>>): Words => ({
  title,
  rows: Object.entries(table).map(([ours, theirs]) => [theirs, ours]),
});
const operationsOf = (api: ForeignApi): Words => ({
  title: 'Routes, and the operations they run',
  rows: api.operations.map(({ method, path, of }) => [`${method} ${path}`, of.join(', ')]),
});

/** Every API Inlet answers beside its own, from the tables that translate them. */
export const COMPATIBLE: readonly CompatibleApi[] = [
  {
    id: 'trpc',
    title: 'tRPC: the router connector',
    when:
      'For pages that call a connector router with tRPC 11. The type of the router is exported by ' +
      '@inlet/client/trpc; nothing in the page changes but where the client points.',
    at: '/api/trpc',
    document: null,
    notes: [
      'connectorId is a connector’s id, such as salesforce, or the id of a connection. Of several ' +
        'connections of one connector the newest that is not disconnected stands for it.',
      'No transformer; calls are batched. Mutations are for admins and for keys with the scope.',
    ],
    words: [
      {
        title: 'Procedures, and the operations they run',
        rows: Object.entries(trpc.PROCEDURES).map(([name, of]) => [
          `connector.${name}`,
          of.join(', '),
        ]),
      },
      worded('Status', trpc.STATUS),
      worded('Ids of connectors that differ', trpc.IDS),
      named('Fields of a connector', trpc.CONNECTOR_FIELDS),
      named('Fields of a sync', trpc.SYNC_FIELDS),
      worded('Errors, by our status', trpc.CODES),
    ],
  },
  {
    id: 'connectors-v1',
    title: 'Connectors v1',
    when:
      'For clients of a connectors API that starts a connection by its slug and follows an ' +
      'oauthUrl or a credentialSubmitUrl.',
    at: '/api/v1',
    document: '/api/v1/openapi.json',
    notes: [
      'A refusal is { error: { code, message, reason, requestId } }; reason is our own code, which ' +
        'says more.',
      'Starting a connector you have connected already answers that connection. A second account is ' +
        'connected with GET /api/v1/connections/oauth/start, or with the API itself.',
      'After OAuth the tab it was started from notices by itself: by BroadcastChannel, by ' +
        'localStorage, or by asking, whichever comes first.',
    ],
    words: [
      operationsOf(CONNECTORS_V1),
      named('Fields of a connector', v1.CONNECTOR_FIELDS),
      named('Fields of a connection', v1.CONNECTION_FIELDS),
      worded('authType', v1.AUTH_TYPE),
      worded('Status', v1.STATUS),
      worded('Errors', Object.fromEntries(v1.REFUSALS)),
    ],
  },
  {
    id: 'source-connections',
    title: 'Source connections',
    when:
      'For clients that create source connections in collections, with a cron schedule, and follow ' +
      'their jobs.',
    at: '/source-connections and /collections',
    document: '/source-connections/openapi.json',
    notes: [
      'The way to authenticate is told from the fields of authentication. Without any, a source with ' +
        'OAuth is authorized in the browser at auth.auth_url, and another waits for its credentials ' +
        '(PATCH). What is not valid is a 422 with our problem document.',
      'A schedule is a cron expression of five fields with a timezone (UTC unless said), and is this ' +
        'connection’s alone.',
      'sync counts the last hundred runs. A deleted source connection answers 404 here; the API ' +
        'itself still shows it as disconnected, with its records.',
    ],
    words: [
      operationsOf(SOURCE_CONNECTIONS),
      named('Fields of a source connection', sources.CONNECTION_FIELDS),
      named('Fields of a job', sources.JOB_FIELDS),
      worded('Status', sources.STATUS),
      worded('Status of a job', sources.JOB_STATUS),
      worded('Ways to authenticate', sources.METHOD),
      {
        title: 'Fields a way to authenticate is told by',
        rows: Object.entries(sources.VARIANTS).map(([way, { needs, may }]) => [
          way,
          [...needs, ...may.map((field) => `${field}?`)].join(', '),
        ]),
      },
      worded('Fields of a request', sources.REQUEST_FIELDS),
      worded('error_category', sources.ERROR_CATEGORY),
    ],
  },
];

import * as z from 'zod';
import { UNSAFE, UNSAFE_PORTS } from './unsafe-ports.ts';
import { file, flag, onlyNetworks, onlyOrigin, port, proxy, secret } from './env-fields.ts';

export { networksIn, type Network } from './env-fields.ts';

/**
 * Every setting Inlet reads, with a sentence each: the only reader of process.env. Imports zod and
 * Node alone, so that the plain start script can load it without a build. Docs and error messages
 * come from here.
 */
export const Env = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'])
    .default('development')
    .describe('Set by the commands; production turns on caching and secure defaults.'),
  PORT: port()
    .refine((value) => !UNSAFE_PORTS.has(value), UNSAFE)
    .default(3000)
    .describe('Port of the console and the API.'),
  HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address to listen on; 0.0.0.0 behind a reverse proxy or in a container.'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .superRefine(onlyOrigin)
    .optional()
    .describe(
      'Address people and providers use to reach Inlet: scheme, host and port, and nothing after them. ' +
        'Decides redirect URIs and cookie security. Default: http://localhost:PORT.',
    ),
  CONNECTOR_WEBHOOK_BASE_URL: z
    .url({ protocol: /^https?$/ })
    .superRefine(onlyOrigin)
    .optional()
    .describe(
      'Public https address providers send their events to, when it is another than PUBLIC_URL: a tunnel, a gateway.',
    ),
  TRUSTED_PROXIES: z
    .string()
    .superRefine(onlyNetworks)
    .default('')
    .describe(
      'Reverse proxies in front of Inlet, as addresses or networks with commas between, for example 10.0.0.0/8. ' +
        'Only they may say in X-Forwarded-For who asks. Unset: nobody may.',
    ),
  EGRESS_ADDRESSES: z
    .string()
    .superRefine(onlyNetworks)
    .default('')
    .describe(
      'Addresses or networks providers see Inlet come from, with commas between. Shown to those who ' +
        'run accounts that let in known addresses only; changes nothing else.',
    ),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .describe('PostgreSQL 14 or newer. Unset: Inlet runs its own in DATA_DIR.'),
  DATABASE_POOL: z.coerce
    .number()
    .int()
    .min(2)
    .max(100)
    .default(12)
    .describe('Connections each process may hold to the database.'),
  DATA_DIR: z
    .string()
    .default('.data')
    .describe('Where the embedded database and the generated secrets live.'),
  INLET_ENCRYPTION_KEY: secret(
    'Key that seals credentials: 32 or more random characters. Comma-separated for rotation, newest first. ' +
      'Also read as CONNECTOR_ENCRYPTION_KEY.',
  ),
  SESSION_SECRET: secret(
    'Signs sessions: 32 or more random characters. Changing it signs everybody out.',
  ),
  PSEUDO_LOCALE: flag(false).describe(
    '1, for tests: a browser that asks for en-XA is shown every text longer, accented and in brackets.',
  ),
  WORKER: flag(true).describe(
    '1: this web process also runs syncs. 0: only `npm run worker` processes do. ' +
      'With JOB_ENGINE=temporal it is 0.',
  ),
  WORKER_SLOTS: z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .default(10)
    .describe('How many syncs one process runs at a time.'),
  JOB_ENGINE: z
    .enum(['pgboss', 'temporal'])
    .default('pgboss')
    .describe(
      'What runs syncs: pgboss, the tables of pg-boss in the database, or temporal; see docs/temporal.md.',
    ),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/:]+:\d+$/, 'must be host:port')
    .default('127.0.0.1:7233')
    .describe('Host and port of the Temporal server.'),
  TEMPORAL_NAMESPACE: z.string().default('default').describe('Namespace at that server.'),
  TEMPORAL_TASK_QUEUE: z
    .string()
    .default('inlet')
    .describe(
      'Task queue of this installation, and the beginning of its workflows’ ids: one of its own for ' +
        'each installation in a namespace.',
    ),
  TEMPORAL_TLS_CERT: file(
    'Client certificate for the Temporal server, PEM; with TEMPORAL_TLS_KEY.',
  ),
  TEMPORAL_TLS_KEY: file('Key of that certificate, PEM.'),
  TEMPORAL_TLS_CA: file('Authority that signed the Temporal server’s certificate, PEM.'),
  TEMPORAL_API_KEY: z
    .string()
    .optional()
    .describe('API key for Temporal Cloud; the connection uses TLS then.'),
  API_RATE_PER_KEY: z.coerce
    .number()
    .int()
    .min(0)
    .default(1_200)
    .describe('Requests an API key may make in a minute. 0: as many as it likes.'),
  API_RATE_PER_WORKSPACE: z.coerce
    .number()
    .int()
    .min(0)
    .default(6_000)
    .describe(
      'Requests all API keys of a workspace may make in a minute. 0: as many as they like.',
    ),
  MCP_READ_TOOLS: flag(false).describe(
    '1: MCP clients that cannot read resources get them as read-only tools too.',
  ),
  METRICS_TOKEN: z
    .string()
    .min(16, 'must be at least 16 characters')
    .optional()
    .describe(
      'Opens /metrics to whoever sends it as Authorization: Bearer. Unset: there is no /metrics.',
    ),
  METRICS_PORT: port()
    .optional()
    .describe(
      'Port on which an `npm run worker` process answers /metrics and /healthz. Unset: it listens nowhere.',
    ),
  METRICS_HOST: z.string().default('127.0.0.1').describe('Address METRICS_PORT listens on.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('How much is logged, as JSON lines.'),
  SANDBOX: flag(true).describe(
    '1: workspaces in sandbox mode may use the bundled provider sandbox. 0: the sandbox is off.',
  ),
  SANDBOX_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Use a sandbox started with `npm run sandbox` instead of the one inside the process.',
    ),
  DEMO: flag(false).describe('1: fill a demo workspace at start. Set by `npm start -- --demo`.'),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Issuer of an OpenID Connect provider for sign-in.'),
  OIDC_CLIENT_ID: z.string().optional().describe('Client id at that issuer.'),
  OIDC_CLIENT_SECRET: z.string().optional().describe('Client secret at that issuer.'),
  OIDC_NAME: z.string().default('Single sign-on').describe('What the sign-in button says.'),
  HTTPS_PROXY: proxy(
    'Proxy through which providers are reached, for example http://proxy.internal:3128. ' +
      'Also read as https_proxy; without it HTTP_PROXY is used.',
  ),
  HTTP_PROXY: proxy('Used for providers when HTTPS_PROXY is unset. Also read as http_proxy.'),
  NO_PROXY: z
    .string()
    .optional()
    .describe(
      'Hosts that are reached without the proxy, separated by commas. Also read as no_proxy.',
    ),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe(
      'Mail server notifications go out by, for example smtps://user:password@mail.example.com. ' +
        'Unset: no e-mail is sent.',
    ),
  MAIL_FROM: z
    .string()
    .default('Inlet <inlet@localhost>')
    .describe('Who the e-mail comes from, as "Name <address>".'),
  FRESHNESS_HOURS: z.coerce
    .number()
    .min(1)
    .default(48)
    .describe('A connection without a good sync for this long is stale.'),
});

export type Env = Omit<z.infer<typeof Env>, 'PUBLIC_URL'> & {
  PUBLIC_URL: string;
  /** `<TYPE>_<KEY>` of connectors' provider apps, e.g. HUBSPOT_CLIENT_ID, X_BEARER_TOKEN. */
  provider_app: (connector_type: string, key: string) => string | undefined;
};

/**
 * Reads and checks the settings. Throws an Error whose message is one line per problem and says
 * what to set. Empty values count as unset.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, v]) => v !== undefined && v !== ''),
  );
  given.INLET_ENCRYPTION_KEY ??= given.CONNECTOR_ENCRYPTION_KEY;
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'])
    given[name] ??= given[name.toLowerCase()];
  const parsed = Env.safeParse(given);
  if (!parsed.success) {
    throw new Error(
      parsed.error.issues
        .map((issue) => {
          const name = String(issue.path[0]);
          const field = Env.shape[name as keyof typeof Env.shape];
          const fault =
            given[name] === undefined ? 'is missing' : `is not valid (${issue.message})`;
          return `${name} ${fault}. ${field?.description ?? ''}`;
        })
        .join('\n'),
    );
  }
  const { PUBLIC_URL, CONNECTOR_WEBHOOK_BASE_URL, ...rest } = parsed.data;
  const webMayWork = rest.JOB_ENGINE === 'pgboss';
  if (!webMayWork && given.WORKER && rest.WORKER)
    throw new Error('WORKER must be 0 or unset with JOB_ENGINE=temporal: start npm run worker.');
  return {
    ...rest,
    WORKER: rest.WORKER && webMayWork,
    CONNECTOR_WEBHOOK_BASE_URL: CONNECTOR_WEBHOOK_BASE_URL?.replace(/\/+$/, ''),
    PUBLIC_URL: (PUBLIC_URL ?? `http://localhost:${rest.PORT}`).replace(/\/+$/, ''),
    provider_app: (type, key) => given[`${type}_${key}`.toUpperCase().replace(/-/g, '_')],
  };
}

let cached: Env | undefined;

/** The settings of this process, checked on first use. */
export function env(): Env {
  if (cached) return cached;
  cached = parseEnv(process.env);
  // next-auth takes its own address from the environment and from nowhere else.
  process.env.NEXTAUTH_URL = cached.PUBLIC_URL;
  return cached;
}

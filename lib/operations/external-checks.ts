import { allConnectors, availability, settings } from '@/lib/catalog/service';
import type { Connector, OAuth } from '@/lib/connectors/kit';
import { probeApp, providerApp, redirectUri, type AppVerdict } from '@/lib/oauth/service';
import { fail, ok, plural, unchecked, warn, type Finding } from '@/lib/operations/check';
import { connectionsByMode } from '@/lib/operations/repository';
import { env } from '@/lib/platform/env';

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;
const ASK_AGAIN_MS = 60_000;
const PATIENCE_MS = 10_000;

const isOAuth = (c: Connector): c is Connector & { auth: OAuth } =>
  c.auth.method === 'oauth' && c.puller.status === 'live';

/** The address people and providers use, and what follows from it. */
export async function publicUrl(): Promise<Finding> {
  const url = new URL(env().PUBLIC_URL);
  const secure = url.protocol === 'https:';
  const facts = [
    ['Address', url.origin],
    ['Session cookies', secure ? '__Host-, https only' : 'plain'],
    ...allConnectors()
      .filter(isOAuth)
      .map((c) => [`Redirect URI of ${c.name}`, redirectUri(c.type)] as const),
  ] as const;
  if (secure) return ok(`${url.origin} is https; cookies are bound to it.`, facts);
  if (LOOPBACK.test(url.hostname)) return ok(`${url.origin} is this machine only.`, facts);
  return fail(
    `${url.origin} is not https: passwords and sessions travel in the clear.`,
    'Put a reverse proxy with a certificate in front and set PUBLIC_URL to its https address.',
    facts,
  );
}

/** Each connector that needs an app of the platform's own. `ask`: also asks the provider. */
export async function providerApps(ask: boolean): Promise<Finding[]> {
  const used = await connectionsByMode();
  const needing = allConnectors().filter(
    (c) => c.puller.status === 'live' && c.auth.method !== 'api_key',
  );
  return Promise.all(
    needing.map(async (connector) => {
      const live = used
        .filter((u) => u.connector_type === connector.type && u.mode === 'live' && !u.own_app)
        .reduce((sum, u) => sum + u.connections, 0);
      return {
        of: { id: `provider_app.${connector.type}`, title: `${connector.name} app` },
        ...(await appOf(connector, live, ask)),
      };
    }),
  );
}

/** What there is to say of a connector's app, on which `live` connections depend. */
async function appOf(connector: Connector, live: number, ask: boolean): Promise<Finding> {
  const { name } = connector;
  const facts = isOAuth(connector) ? [['Redirect URI', redirectUri(connector.type)] as const] : [];
  const { configured, availability_reason } = availability(connector, 'live', await settings());
  if (!configured && live > 0)
    return fail(
      `${name} is not set up, and ${plural(live, 'connection needs', 'connections need')} it.`,
      availability_reason ?? 'Set its app.',
      facts,
    );
  if (!configured)
    return unchecked(
      `${name} is not set up, so nobody can connect it.`,
      availability_reason,
      facts,
    );
  if (!isOAuth(connector))
    return unchecked(
      `${name} is set up; whether the provider accepts the token shows with the first sync.`,
      null,
      facts,
    );
  if (!ask)
    return unchecked(
      `${name} is set up; the provider was not asked.`,
      'Check again, or run npm run doctor, to ask it.',
      facts,
    );
  const { verdict, said } = await asked(connector);
  if (verdict === 'accepted') return ok(said, facts);
  if (verdict === 'rejected') {
    const prefix = connector.type.toUpperCase();
    return fail(said, `Check ${prefix}_CLIENT_ID and ${prefix}_CLIENT_SECRET.`, facts);
  }
  return /reached/.test(said)
    ? warn(said, 'See that this machine may reach the provider over https.', facts)
    : unchecked(said, null, facts);
}

const answers = new Map<string, { until: number; verdict: Promise<AppVerdict> }>();

/** The provider's answer, asked for at most once a minute. */
function asked(connector: Connector & { auth: OAuth }): Promise<AppVerdict> {
  const known = answers.get(connector.type);
  if (known && known.until > performance.now()) return known.verdict;
  const verdict = Promise.race([
    (async () =>
      probeApp(
        connector,
        (await providerApp(connector, { workspace_id: '', mode: 'live', provider_app_id: null }))!,
        {
          hosts: connector.hosts,
          mode: 'live',
          limits: connector.limits,
          keys: { connection: `check/${connector.type}`, app: `app/${connector.type}/live` },
        },
      ))(),
    new Promise<AppVerdict>((resolve) => {
      setTimeout(
        () => resolve({ verdict: 'unknown', said: `${connector.name} could not be reached.` }),
        PATIENCE_MS,
      ).unref();
    }),
  ]);
  answers.set(connector.type, { until: performance.now() + ASK_AGAIN_MS, verdict });
  return verdict;
}

import type { Connector } from '@/lib/connectors/kit/connector';

/**
 * What the types cannot say about a connector. Answers a sentence per fault; none means complete.
 * The suite fails on any, for every connector in the registry.
 */
export function checkConnector(c: Connector): string[] {
  const faults: string[] = [];
  const want = (ok: boolean, fault: string) => {
    if (!ok) faults.push(`${c.type}: ${fault}`);
  };

  want(/^[a-z][a-z0-9-]*$/.test(c.type), 'type must be kebab-case');
  want(
    c.description.length >= 20 && c.description.length <= 160,
    'description must be one line of 20 to 160 characters',
  );
  want(/^\d+\.\d+\.\d+$/.test(c.version), 'version must be semantic');
  want(c.docs_url.startsWith('https://'), 'docs_url must be https');
  if (c.puller.status === 'planned') {
    want(c.puller.reason.length > 20, 'a planned connector must say why');
    return faults;
  }

  want(c.hosts.length > 0, 'hosts is empty: it may call nothing');
  want(
    c.hosts.every((h) => /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(h)),
    'hosts must be bare host names',
  );
  want(c.streams.length > 0, 'it has no streams');
  want(new Set(c.streams.map((s) => s.name)).size === c.streams.length, 'stream names repeat');
  want(c.limits.length > 0, 'it declares no rate limit');
  want(c.promises.length > 0, 'it promises nothing to the person who connects it');
  for (const rule of c.errors)
    want(
      rule.source.length > 0 && rule.message.length > 0,
      'an error rule lacks its message or source',
    );
  for (const s of c.streams) {
    want(/^[a-z][a-z0-9_]*$/.test(s.name), `stream ${s.name}: name must be snake_case`);
    want(
      s.description.length > 0 && s.label.length > 0,
      `stream ${s.name}: label or description is empty`,
    );
    want(s.id.length > 0, `stream ${s.name}: no id path`);
    if (s.deletions.by === 'none')
      want(s.deletions.why.length > 10, `stream ${s.name}: says no why for undetected deletions`);
  }
  if (c.auth.method === 'oauth') {
    const scopes = new Set(c.auth.scopes.map((s) => s.scope));
    want(
      c.auth.scopes.every((s) => s.why.length > 10),
      'a scope lacks its reason',
    );
    for (const s of c.streams)
      for (const scope of s.scopes ?? [])
        want(scopes.has(scope), `stream ${s.name}: needs scope ${scope}, which is never asked for`);
    for (const url of [c.auth.authorize_url, c.auth.token_url])
      if (typeof url === 'string') want(url.startsWith('https://'), `${url} must be https`);
  } else {
    const fields = c.auth.method === 'api_key' ? c.auth.fields : c.auth.app_fields;
    want(
      fields.some((f) => f.required && f.secret),
      'no required secret field',
    );
    for (const f of fields)
      want(
        f.help.length > 0 && f.where_to_find.length > 0,
        `field ${f.key}: does not say where to find it`,
      );
  }
  return faults;
}

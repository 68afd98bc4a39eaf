import type { Connector } from '@/lib/connectors/kit';
import { checkerOf } from '@/lib/connectors/testing/spec/description';
import { DEVIATIONS, type Deviation } from '@/lib/connectors/testing/spec/deviations';
import { exchangesOf, type Exchange } from '@/lib/connectors/testing/spec/exchanges';
import type { Finding } from '@/lib/connectors/testing/spec/finding';

/** What came of holding a connector and its sandbox against the provider's own description. */
export interface Checked {
  lines: string[];
  held: boolean;
}

/**
 * Holds every request a connector makes, and every answer its sandbox gives, against a file that
 * describes the provider. Held when nothing was found that has no reason, every reason was needed,
 * and at least one exchange was described.
 */
export async function checkSpec(
  connector: Connector,
  file: string,
  deviations: readonly Deviation[] = DEVIATIONS[connector.type] ?? [],
): Promise<Checked> {
  const check = checkerOf(file);
  const exchanges = await exchangesOf(connector);
  const counts = new Map<string, Finding & { times: number }>();
  let described = 0;
  for (const exchange of exchanges) {
    const findings = check(exchange);
    if (findings !== null) described++;
    for (const finding of findings ?? [notDescribed(exchange)]) {
      const key = `${finding.at}: ${finding.message}`;
      counts.set(key, { ...finding, times: (counts.get(key)?.times ?? 0) + 1 });
    }
  }
  const findings = [...counts.values()];
  const explains = ({ found }: Deviation, { at, message }: Finding) =>
    found.test(`${at}: ${message}`);
  const open = findings.filter((finding) => !deviations.some((one) => explains(one, finding)));
  const needless = deviations.filter((one) => !findings.some((finding) => explains(one, finding)));
  return {
    lines: [
      `${connector.name}: ${exchanges.length} requests, ${described} of them described.`,
      ...deviations.map(({ found, reason }) => `  known: ${found.source}\n    ${reason}`),
      ...needless.map(({ found }) => `  NEEDLESS: nothing was found by ${found.source}`),
      ...open.map(({ at, message, times }) => `  FOUND: ${at}: ${message} (${times} times)`),
    ],
    held: open.length === 0 && needless.length === 0 && described > 0,
  };
}

/** An address without what differs from record to record. */
const notDescribed = ({ method, host, path }: Exchange): Finding => ({
  at: `${method} ${host}${path.replace(/\/[^/]*\d[^/]*(?=\/|$)(?<!\/v\d)/g, '/{}')}`,
  message: 'is not described',
});

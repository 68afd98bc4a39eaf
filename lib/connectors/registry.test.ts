import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkConnector } from '@/lib/connectors/kit';
import { CONNECTORS } from '@/lib/connectors/registry.gen';
import { packFault } from '@/lib/connectors/testing/packs';
import { SANDBOX_PROVIDERS } from '@/lib/sandbox/registry.gen';
import { openPlaceholders } from '@/scripts/new-connector/placeholders.mjs';
import { providersIn } from '@/scripts/registry.mjs';

const logos = JSON.parse(readFileSync('public/logos/logos.json', 'utf8')) as Record<
  string,
  { file: string; dark: string | null; source: string; licence: string; date: string }
>;

describe('registry', () => {
  it('has every connector file, and nothing else', () => {
    const files = providersIn('lib/connectors/providers');
    expect(files.length).toBeGreaterThan(0);
    expect(CONNECTORS.map((c) => c.type).sort()).toEqual(files);
  });

  it('has every sandbox file, and each live connector has a sandbox that answers for its hosts', () => {
    const files = providersIn('lib/sandbox/providers');
    expect(files.length).toBeGreaterThan(0);
    expect(SANDBOX_PROVIDERS.map((p) => p.slug).sort()).toEqual(files);
    for (const c of CONNECTORS.filter((one) => one.puller.status === 'live')) {
      const sandbox = SANDBOX_PROVIDERS.find((p) => p.slug === c.type || p.apps?.includes(c.type));
      expect(
        c.hosts.filter((host) => !sandbox?.hosts.includes(host)),
        `hosts of ${c.type} without a sandbox`,
      ).toEqual([]);
    }
  });

  it('no name means two connectors', () => {
    const names = CONNECTORS.flatMap((c) => [c.type, ...(c.aliases ?? [])]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('every logo is there, small, harmless and says where it is from', () => {
    for (const c of CONNECTORS) if (c.logo !== null) expect(logos).toHaveProperty(c.logo);
    for (const { file, dark, source, licence, date } of Object.values(logos)) {
      expect([source, licence, date].every((fact) => fact.length > 3)).toBe(true);
      for (const name of dark === null ? [file] : [file, dark]) {
        const svg = readFileSync(`public/logos/${name}`, 'utf8');
        expect(svg.length).toBeLessThan(4_096);
        expect(svg).not.toMatch(/<(script|style|image|foreignObject|use)|\son\w+=|href=/i);
      }
    }
  });

  it.each(CONNECTORS.map((c) => [c.type, c] as const))('%s is complete', async (_, connector) => {
    expect(await checkConnector(connector)).toEqual([]);
  });

  const asking = CONNECTORS.filter(
    ({ puller, auth }) => puller.status === 'live' && auth.method !== 'webhook',
  );
  it.each(asking.map((c) => c.type))(
    '%s says what its provider’s errors mean, row by row',
    (type) => {
      const file = `lib/connectors/providers/${type}.errors.test.ts`;
      expect(
        existsSync(file),
        `${file} is missing: bring the answers of the fact sheet, see lib/connectors/testing/error-table.ts`,
      ).toBe(true);
      expect(readFileSync(file, 'utf8')).toContain('errorTable(');
    },
  );

  it.each(CONNECTORS.map((c) => [c.type, c] as const))(
    '%s has to pass the acceptance pack, if it is live',
    (_, connector) => expect(packFault(connector)).toBeNull(),
  );

  it('nothing that new:connector wrote is left open', () => {
    expect(openPlaceholders('.')).toEqual([]);
  });
});

describe('a live connector without a pack is reported', () => {
  const [live] = CONNECTORS.filter((c) => c.puller.status === 'live');
  const file = `lib/connectors/providers/${live!.type}.acceptance.db.test.ts`;
  const good = readFileSync(file, 'utf8');
  const call = 'acceptance({\n  connector,';
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'packs-'));
    mkdirSync(join(root, 'lib/connectors/providers'), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it.each([
    ['that is not there', null, /is missing/],
    ['that is empty', '', /is about another connector/],
    ['of another connector', good.replaceAll(live!.type, 'other'), /is about another connector/],
    ['that is not run', good.replace(call, `// ${call}`), /does not run the pack/],
    ['that is put off', good.replace(call, `if (0)\n  ${call}`), /does not run the pack/],
    ['that is skipped', `${good}\ndescribe.skip();`, /leaves something out/],
    ['that is right', good, null],
  ])('%s', (_, text, report) => {
    if (text !== null) writeFileSync(join(root, file), text);
    const fault = packFault(live!, root);
    if (report === null) expect(fault).toBeNull();
    else expect(fault).toMatch(report);
    expect(
      packFault({ ...live!, puller: { status: 'planned', reason: 'no API' } }, root),
    ).toBeNull();
  });
});

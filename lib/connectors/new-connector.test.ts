import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fillIn, MADE_UP } from '@/lib/connectors/testing/made-up';
import { openPlaceholders } from '@/scripts/new-connector/placeholders.mjs';
import { writeConnector } from '@/scripts/new-connector.mjs';

const repository = resolve('.');
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'new-connector-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/**
 * Compiles files against the repository; answers what the compiler says, empty when it is content.
 */
function compile(files: readonly string[]): string {
  writeFileSync(
    join(root, 'tsconfig.json'),
    JSON.stringify({
      extends: join(repository, 'tsconfig.json'),
      include: [],
      files,
      compilerOptions: {
        incremental: false,
        typeRoots: [join(repository, 'node_modules/@types')],
        paths: { '@/*': [`${root}/*`, `${repository}/*`] },
      },
    }),
  );
  try {
    execFileSync(
      process.execPath,
      [join(repository, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', root],
      { encoding: 'utf8', stdio: 'pipe' },
    );
    return '';
  } catch (error) {
    return String((error as { stdout: string }).stdout);
  }
}

describe('new:connector', () => {
  it('writes files that do not compile until they are filled, and for no other reason', () => {
    const files = writeConnector(root, 'acme-desk');
    const open = compile(files);
    const full = files.filter((file) => !file.endsWith('.errors.test.ts'));
    for (const file of full) expect(open).toContain(file);
    expect(
      open
        .match(/error TS\d+: .*/g)!
        .filter((line) => !/TS2304: Cannot find name 'FILL_/.test(line)),
    ).toEqual([]);

    expect(openPlaceholders(root)).toHaveLength(open.match(/TS2304/g)!.length);
    expect(openPlaceholders(root)).toContainEqual(
      expect.stringMatching(/^lib\/sandbox\/providers\/acme-desk\.ts:\d+ FILL_RECORD$/),
    );
  });

  it('writes files that compile once they are filled in, the sandbox in some 60 lines', () => {
    const files = fillIn(root);
    expect(compile(files)).toBe('');
    expect(openPlaceholders(root)).toEqual([]);
    const sandbox = readFileSync(join(root, `lib/sandbox/providers/${MADE_UP}.ts`), 'utf8');
    expect(sandbox.split('\n').length).toBeLessThan(80);
  });

  it('refuses names that are not slugs', () => {
    for (const bad of [
      undefined,
      '',
      'Acme',
      'acme crm',
      '1acme',
      'acme_crm',
      '-acme',
      'acme-',
      '../acme',
      'a'.repeat(41),
    ])
      expect(() => writeConnector(root, bad)).toThrow('lower case');
  });

  it('refuses a name or an alias that is taken', () => {
    cpSync(join(repository, 'lib/connectors'), join(root, 'lib/connectors'), { recursive: true });
    expect(() => writeConnector(root, 'hubspot')).toThrow(
      '"hubspot" is taken: see lib/connectors/providers/hubspot.ts',
    );
    expect(() => writeConnector(root, 'twitter')).toThrow(
      '"twitter" is taken: see lib/connectors/providers/x.ts',
    );
  });
});

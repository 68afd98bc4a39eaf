import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
        paths: { '@/*': [`${repository}/*`] },
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
    for (const file of files) expect(open).toContain(file);
    expect(
      open
        .match(/error TS\d+: .*/g)!
        .filter((line) => !/TS2304: Cannot find name 'FILL_/.test(line)),
    ).toEqual([]);

    for (const file of files) {
      const names = new Set(readFileSync(join(root, file), 'utf8').match(/FILL_\w+/g));
      expect(names.size).toBeGreaterThan(5);
      writeFileSync(
        join(root, file),
        `${readFileSync(join(root, file), 'utf8')}\n${[...names].map((name) => `declare const ${name}: any;`).join('\n')}\n`,
      );
    }
    expect(compile(files)).toBe('');
  }, 30_000);

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

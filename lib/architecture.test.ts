import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fileCircles, roomCircles } from '@/scripts/guards/circles';
import { RULES } from '@/scripts/guards/rules';
import { lockFaults, privateTraces } from '@/scripts/guards/repository';
import { readSource, trackedFiles } from '@/scripts/guards/sources';

const files = trackedFiles();
const sources = files.filter((file) => /\.(tsx?|mjs)$/.test(file)).map(readSource);

test('there is something to guard', () => {
  expect(sources.length).toBeGreaterThan(100);
});

describe.each(RULES.map((rule) => [rule.name, rule] as const))('%s', (_, rule) => {
  test('holds', () => {
    expect(sources.flatMap(rule.check), rule.instead).toEqual([]);
  });
  test('its canaries are reported', () => {
    for (const canary of rule.bad)
      expect(rule.check(canary), `${canary.file}: ${canary.text.slice(0, 80)}`).not.toEqual([]);
  });
  test('what is allowed is not', () => {
    for (const { file, text } of rule.good) expect(rule.check({ file, text })).toEqual([]);
  });
});

test('rooms do not import each other in a circle', () => {
  expect(roomCircles(sources)).toEqual([]);
  const circle = [
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'a'],
  ].map(([from, to]) => ({
    file: `lib/${from}/x.ts`,
    text: `import { y } from '@/lib/${to}/service';`,
  }));
  expect(roomCircles(circle)[0]).toBe('a → b → c → a');
});

test('files do not import each other in a circle, not for a type either', () => {
  expect(fileCircles(sources)).toEqual([]);
  const file = (name: string, text: string) => ({ file: `lib/x/${name}.ts`, text });
  const three = [
    file('a', `import { b } from './b';`),
    file('b', `import type { C } from '@/lib/x/c';`),
    file('c', `export { a } from './a';`),
  ];
  expect(fileCircles(three)).toEqual(['lib/x/a.ts → lib/x/b.ts → lib/x/c.ts → lib/x/a.ts']);
  expect(fileCircles(three.slice(0, 2))).toEqual([]);
});

describe('ARCHITECTURE.md', () => {
  const named = (text: string) =>
    text.match(/(?<=`)(?:app|chaos|lib|scripts)\/[^`\s]+\.\w+(?=`)/g) ?? [];
  const missing = (text: string) => named(text).filter((file) => !fs.existsSync(file));
  test('names files that are there', () => {
    const text = fs.readFileSync('ARCHITECTURE.md', 'utf8');
    expect(named(text).length).toBeGreaterThan(20);
    expect(missing(text)).toEqual([]);
  });
  test('its canary is reported', () => {
    expect(missing('see `lib/sync/nothing.ts`')).toEqual(['lib/sync/nothing.ts']);
  });
});

describe('the lock files', () => {
  const LOCKS = [
    'package-lock.json',
    'judges/package-lock.json',
    'conformance/package-lock.json',
    'engines/temporal/package-lock.json',
  ];
  const read = (file: string) =>
    JSON.parse(fs.readFileSync(file, 'utf8')) as { packages: Record<string, object> };
  test.each(LOCKS)('%s names no registry, pins every package, and knows every platform', (file) => {
    expect(lockFaults(read(file))).toEqual([]);
  });
  test('its canaries are reported', () => {
    const faults = (entry: object) => lockFaults({ packages: { '': {}, 'node_modules/a': entry } });
    expect(faults({ version: '1.0.0', integrity: 'sha512-x' })).toEqual([]);
    expect(
      faults({ version: '1.0.0', integrity: 'sha512-x', resolved: 'https://mirror.example/a.tgz' }),
    ).toHaveLength(1);
    expect(faults({ version: '1.0.0' })).toHaveLength(1);
    expect(
      faults({
        version: '1.0.0',
        integrity: 'sha512-x',
        optionalDependencies: { 'a-darwin': '1.0.0' },
      }),
    ).toHaveLength(1);
  });
});

describe('traces of one machine', () => {
  test('are in no file', () => {
    expect(
      files
        .filter((file) => !/^public\/.*\.(png|ico|woff2?)$/.test(file))
        .flatMap((file) => privateTraces(readSource(file))),
    ).toEqual([]);
  });
  test.each([
    'cd /home/ada/inlet',
    'see /root/notes',
    'C:\\Users\\Ada\\inlet',
    'file:///tmp/out',
    ['https://registry', 'npmjs', 'org/a'].join('.'),
    'https://npm.mirror.internal/a',
  ])('the canary %j is reported', (text) => {
    expect(privateTraces({ file: 'docs/x.md', text })).toHaveLength(1);
  });
  test.each([
    '/api/root',
    '/var/lib/inlet',
    'http://localhost:3000',
    '/usr/bin/chromium',
    'home/page',
  ])('%j is not', (text) => {
    expect(privateTraces({ file: 'docs/x.md', text })).toEqual([]);
  });
});

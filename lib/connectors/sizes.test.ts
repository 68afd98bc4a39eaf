import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CONNECTORS } from '@/lib/connectors/registry.gen';

const ROOM = 'lib/connectors/providers';
/** A declaration is read on a screen or two; nothing beside it is longer than a file may be. */
const MEDIAN = 150;
const MOST = 300;

/** Lines of a text file. */
const linesOf = (file: string): number => readFileSync(file, 'utf8').trimEnd().split('\n').length;

/** What is too long, a sentence each. `connectors`: lines of each declaration; `rooms`: of each file. */
function faultsOf(
  connectors: Readonly<Record<string, number>>,
  rooms: Readonly<Record<string, number>>,
): string[] {
  const sorted = Object.values(connectors).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return [
    ...(median > MEDIAN
      ? [`half of the connectors have more than ${MEDIAN} lines: the median is ${median}`]
      : []),
    ...Object.entries({ ...connectors, ...rooms })
      .filter(([, lines]) => lines > MOST)
      .map(([file, lines]) => `${file} has ${lines} lines, and may have ${MOST}`),
  ];
}

it('a connector fits on a screen or two', () => {
  const live = CONNECTORS.filter(({ puller }) => puller.status === 'live').map((c) => c.type);
  expect(live.length).toBeGreaterThan(20);
  const rooms = readdirSync(ROOM, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  );
  const lines = (files: string[]) =>
    Object.fromEntries(files.map((file) => [file, linesOf(`${ROOM}/${file}`)]));
  expect(faultsOf(lines(live.map((type) => `${type}.ts`)), lines(rooms))).toEqual([]);
});

it('one that does not is noticed, and so are too many that nearly do', () => {
  expect(faultsOf({ a: 10, b: 151, c: 152 }, { d: 300 })).toEqual([
    'half of the connectors have more than 150 lines: the median is 151',
  ]);
  expect(faultsOf({ a: 10, b: 150, c: 301 }, { 'c/walks': 302 })).toEqual([
    'c has 301 lines, and may have 300',
    'c/walks has 302 lines, and may have 300',
  ]);
});

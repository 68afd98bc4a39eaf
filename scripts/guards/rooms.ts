import { resolve } from './rule.ts';
import { importsOf, type Source } from './sources.ts';

export type Sources = ReadonlyMap<string, Source>;

/** Sources by their path without its ending, as imports name them. */
export const byPath = (sources: readonly Source[]): Sources =>
  new Map(sources.map((source) => [source.file.replace(/(\/index)?\.tsx?$/, ''), source]));

/**
 * Rooms of messages a source says something of: `'room.message'`, or `room.${…}` made of a code. What
 * a table is asked by (`'room.thing':`) is no message.
 */
const roomsIn = ({ text }: Source): string[] =>
  [...text.matchAll(/'(\w+)\.[\w$][^'\n]*'(?!:)/g), ...text.matchAll(/`(\w+)\.[\w$]/g)].map(
    ([, room]) => room!,
  );

/** The rooms spoken by what a page imports, and by what that imports; types are not spoken. */
export function roomsSpoken(page: Source, sources: Sources): Set<string> {
  const seen = new Set<Source>();
  const walk = (source: Source): void => {
    for (const { from, type } of importsOf(source)) {
      const next = type
        ? undefined
        : sources.get(resolve(source.file, from).replace(/\.tsx?$/, ''));
      if (!next || seen.has(next)) continue;
      seen.add(next);
      walk(next);
    }
  };
  walk(page);
  return new Set([...seen].flatMap(roomsIn));
}

/** The rooms a page or layout sends to the browser: `rooms={['…', '…']}`. */
export const roomsSent = ({ text }: Source): string[] =>
  [...text.matchAll(/rooms=\{\[([^\]]*)\]\}/g)].flatMap(([, list]) =>
    [...list!.matchAll(/'(\w+)'/g)].map(([, room]) => room!),
  );

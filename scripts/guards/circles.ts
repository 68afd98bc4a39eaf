import { isProduct, resolve, roomOf } from './rule.ts';
import { importsOf, type Source } from './sources.ts';

type Edges = ReadonlyMap<string, ReadonlySet<string>>;

/** Circles between rooms of lib, each as `a → b → a`. */
export function roomCircles(sources: readonly Source[]): string[] {
  const edges = new Map<string, Set<string>>();
  for (const src of sources.filter(({ file }) => isProduct(file) && file.startsWith('lib/'))) {
    const from = roomOf(src.file);
    for (const { from: target } of importsOf(src)) {
      const to = target.startsWith('@/lib/') ? roomOf(target.slice(2)) : from;
      if (to !== from) edges.set(from, (edges.get(from) ?? new Set()).add(to));
    }
  }
  return circles(edges);
}

/**
 * Circles between files, each as `a → b → a`; a type that is imported counts, since a reader
 * follows it all the same.
 */
export function fileCircles(sources: readonly Source[]): string[] {
  const files = new Map(sources.map(({ file }) => [file.replace(/(\/index)?\.tsx?$/, ''), file]));
  const edges = new Map(
    sources.map((src) => [
      src.file,
      new Set(
        importsOf(src).flatMap(({ from }) => {
          const target = resolve(src.file, from).replace(/\.tsx?$/, '');
          return files.get(target) ?? [];
        }),
      ),
    ]),
  );
  return circles(edges);
}

/** One circle for each knot of the graph, by depth first; a node is walked through once. */
function circles(edges: Edges): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const walk = (node: string): void => {
    const at = path.indexOf(node);
    if (at >= 0) return void found.push([...path.slice(at), node].join(' → '));
    if (done.has(node)) return;
    path.push(node);
    for (const next of edges.get(node) ?? []) walk(next);
    path.pop();
    done.add(node);
  };
  for (const node of edges.keys()) walk(node);
  return found;
}

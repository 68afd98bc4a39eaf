/** Numbers that follow from a seed (mulberry32). */
export function dice(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(all: readonly T[]): T => all[int(0, all.length - 1)]!;
  return { int, pick, chance: (share: number) => next() < share };
}
type Dice = ReturnType<typeof dice>;

const WORDS = (
  'renewal pipeline budget Zürich naïve 東京 forecast handover 🚀 launch call-back margin owner ' +
  'quarter risk déjà-vu champion security review legal пример contract pilot rollout metric goal'
).split(' ');

const words = (d: Dice, n: number): string =>
  Array.from({ length: n }, () => d.pick(WORDS)).join(' ');

function inline(d: Dice): string {
  const text = () => words(d, d.int(1, 6));
  return Array.from({ length: d.int(1, 6) }, () =>
    d.pick([
      text,
      text,
      () => `**${text()}**`,
      () => `_${text()}_`,
      () => `~~${text()}~~`,
      () => `\`${text()}\``,
      () => `[${text()}](https://example.com/${d.int(1, 999)}?q=a&b=c)`,
      () => `[${text()}](./notes/${d.int(1, 99)}.md)`,
      () => `**${text()} _${text()}_ ${text()}**`,
      () => `5 \\* 3 \\_ 2 \\# 1 \\[x\\] \\<y\\> & z`,
      () => `${text()}  \n${text()}`,
    ])(),
  ).join(' ');
}

function list(d: Dice, depth: number): string[] {
  const mark = d.pick(['- ', '1. ', '- [ ] ', '- [x] ']);
  const pad = ' '.repeat(mark.startsWith('1') ? 3 : 2);
  return Array.from({ length: d.int(1, 5) }, () => [
    `${mark}${inline(d).replaceAll('  \n', ' ')}`,
    ...(depth > 0 && d.chance(0.3) ? list(d, depth - 1).map((line) => pad + line) : []),
  ]).flat();
}

function table(d: Dice): string {
  const width = d.int(1, 6);
  const row = () => `| ${Array.from({ length: width }, () => words(d, d.int(1, 4))).join(' | ')} |`;
  const rows = d.chance(0.03) ? d.int(100, 130) : d.int(1, 8);
  return [row(), `|${' --- |'.repeat(width)}`, ...Array.from({ length: rows }, row)].join('\n');
}

function block(d: Dice): string {
  return d.pick([
    () => `${'#'.repeat(d.int(1, 4))} ${words(d, d.int(1, 6))}`,
    () => inline(d),
    () => inline(d),
    () => list(d, 5).join('\n'),
    () => `> ${inline(d).replaceAll('\n', '\n> ')}\n>\n> ${inline(d).replaceAll('\n', '\n> ')}`,
    () =>
      `\`\`\`${d.pick(['', 'ts', 'python', 'brainfuck'])}\nlet x = 1;\n\n  # ${words(d, 5)}\n\`\`\``,
    () => table(d),
    () => `![${words(d, 2)}](https://example.com/${d.int(1, 99)}.png)`,
    () => '---',
    () => `<div class="note">${words(d, 4)}</div>`,
    () => words(d, d.chance(0.1) ? d.int(400, 800) : d.int(10, 60)),
  ])();
}

/** A document of the corpus as markdown; the same number makes the same document. */
export function documentOf(n: number): string {
  const d = dice(n * 7_919 + 13);
  const count = d.chance(0.04) ? d.int(110, 140) : d.int(1, 14);
  return Array.from({ length: count }, () => block(d)).join('\n\n');
}

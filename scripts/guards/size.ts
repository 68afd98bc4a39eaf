import { parseSync, Visitor, type Function as Fn, type ArrowFunctionExpression } from 'oxc-parser';
import { source, type Rule } from './rule.ts';
import { lineAt, withoutComments, type Source } from './sources.ts';

const MAX_LINES = 300;
/** Pure data and the schemas of the contract: nothing in them has to be followed. */
const MAX_DATA_LINES = 400;
const isData = (file: string): boolean => /^lib\/(contract|sandbox\/data)\//.test(file);
const MAX_COLUMNS = 120;
const MAX_FUNCTION_LINES = 60;

const isWritten = (file: string): boolean =>
  /^(app|bench|chaos|components|e2e|engines|lib|scripts)\/.*\.(tsx?|mjs|mts)$/.test(file) &&
  !file.startsWith('lib/platform/prisma/') &&
  !file.endsWith('.gen.ts');
const isTestFile = (file: string): boolean => /\.(test|spec|chaos)\.tsx?$/.test(file);

/** Lines that are neither blank, comment nor import. */
const linesOfCode = (text: string): number =>
  withoutComments(text.replace(/^import [^;]*;$/gm, ''))
    .split('\n')
    .filter((line) => line.trim() !== '').length;

const linesOf = (text: string): number => text.trimEnd().split('\n').length;

type Callable = Fn | ArrowFunctionExpression;

/**
 * `file:line` of the functions that do not fit a screen and whose doc comment does not say why
 * ("Longer than a screen: …"). Inside of one that does, nothing is reported: it was looked at. What a
 * test gives to `describe` and `it` is a chapter, not a function.
 */
function longFunctions({ file, text }: Source): string[] {
  const { program, comments } = parseSync(file, text);
  const found: string[] = [];
  const excused: { start: number; end: number }[] = [];
  const chapters = new Set<unknown>();
  const said = (start: number): boolean =>
    comments.some(
      ({ end, value }) =>
        /onger than a screen/.test(value.replaceAll(/[\s*]+/g, ' ')) &&
        end <= start &&
        !/[;}]\s/.test(text.slice(end, start)),
    );
  const look = (node: Callable) => {
    if (chapters.has(node)) return;
    if (excused.some((outer) => outer.start <= node.start && node.end <= outer.end)) return;
    const from = lineAt(text, node.start);
    if (lineAt(text, node.end) - from < MAX_FUNCTION_LINES) return;
    if (said(node.start)) excused.push(node);
    else found.push(`${file}:${from}`);
  };
  new Visitor({
    CallExpression: ({ arguments: given }) => {
      if (isTestFile(file)) for (const one of given) chapters.add(one);
    },
    FunctionDeclaration: look,
    FunctionExpression: look,
    ArrowFunctionExpression: look,
  }).visit(program);
  return found;
}

export const SIZE_RULES: Rule[] = [
  {
    name: 'a route is a shim of at most 15 lines beside its imports',
    instead: 'Move what it does into a service, or into lib/api.',
    check: ({ file, text }) =>
      /^app\/.*route\.ts$/.test(file) && linesOfCode(text) > 15
        ? [`${file} has ${linesOfCode(text)} lines`]
        : [],
    bad: [source('app/x/route.ts', 'const a = 1;\n'.repeat(16))],
    good: [
      source(
        'app/x/route.ts',
        `import {\n  b,\n} from '@/lib/b/service';\n${'const a = 1;\n'.repeat(15)}\n// a comment\n`,
      ),
    ],
  },
  {
    name: `files have at most ${MAX_LINES} lines, of data ${MAX_DATA_LINES}`,
    instead: 'Split it by what its parts are about.',
    check: ({ file, text }) =>
      isWritten(file) && linesOf(text) > (isData(file) ? MAX_DATA_LINES : MAX_LINES)
        ? [`${file} has ${linesOf(text)} lines`]
        : [],
    bad: [
      source('lib/x/y.ts', 'const a = 1;\n'.repeat(301)),
      source('lib/x/y.ts', `/**\n${' * why\n'.repeat(300)} */\n`),
      source('lib/sandbox/data/x.ts', 'const a = 1;\n'.repeat(401)),
    ],
    good: [
      source('lib/x/y.ts', 'const a = 1;\n'.repeat(300)),
      source('lib/contract/x.ts', 'const a = 1;\n'.repeat(400)),
    ],
  },
  {
    name: `lines have at most ${MAX_COLUMNS} columns`,
    instead: 'Lay it out: SQL one clause a line, a sentence over several strings.',
    check: ({ file, text }) =>
      isWritten(file)
        ? text
            .split('\n')
            .flatMap((line, i) => (line.length > MAX_COLUMNS ? [`${file}:${i + 1}`] : []))
        : [],
    bad: [
      source('lib/x/y.ts', `const a = sql\`SELECT ${'a, '.repeat(40)}b FROM c\`;`),
      source('e2e/x.spec.ts', `// ${'why '.repeat(30)}`),
    ],
    good: [source('lib/x/y.ts', `const a = '${'a'.repeat(107)}';`)],
  },
  {
    name: `functions have at most ${MAX_FUNCTION_LINES} lines, or say why they have more`,
    instead:
      'Split it by what it does, or say in its doc comment why that would not help: "Longer than a screen: …".',
    check: (src) => (isWritten(src.file) ? longFunctions(src) : []),
    bad: [
      source('lib/x/y.ts', `function a() {\n${'  b();\n'.repeat(60)}}\n`),
      source('lib/x/y.ts', `/** Does it. */\nexport const a = () => {\n${'b();\n'.repeat(60)}};\n`),
      source(
        'lib/x/y.ts',
        `/** Longer than a screen: why. */\nconst c = 1;\nfunction a() {\n${'b();\n'.repeat(60)}}\n`,
      ),
      source('lib/x/y.test.ts', `function a() {\n${'  b();\n'.repeat(60)}}\n`),
    ],
    good: [
      source('lib/x/y.ts', `function a() {\n${'  b();\n'.repeat(58)}}\n`),
      source(
        'lib/x/y.ts',
        `/** Longer than a screen: one list. */\nexport function a() {\n${'b();\n'.repeat(60)}}\n`,
      ),
      source('lib/x/y.test.ts', `it('a', () => {\n${'  b();\n'.repeat(60)}});\n`),
    ],
  },
];

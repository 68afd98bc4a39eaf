/** Languages of code blocks, by Notion's names (developers.notion.com/reference/block#code). */
const KNOWN = new Set([
  'bash',
  'c',
  'c#',
  'c++',
  'css',
  'diff',
  'docker',
  'go',
  'graphql',
  'html',
  'java',
  'javascript',
  'json',
  'kotlin',
  'latex',
  'lua',
  'makefile',
  'markdown',
  'mermaid',
  'php',
  'plain text',
  'powershell',
  'python',
  'r',
  'ruby',
  'rust',
  'scala',
  'shell',
  'sql',
  'swift',
  'toml',
  'typescript',
  'xml',
  'yaml',
]);
const OTHER_NAMES: Readonly<Record<string, string>> = {
  cs: 'c#',
  csharp: 'c#',
  cpp: 'c++',
  dockerfile: 'docker',
  golang: 'go',
  js: 'javascript',
  jsx: 'javascript',
  kt: 'kotlin',
  md: 'markdown',
  ps1: 'powershell',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'shell',
  text: 'plain text',
  ts: 'typescript',
  tsx: 'typescript',
  txt: 'plain text',
  yml: 'yaml',
};

/** Notion's name of a language; null: it knows none of that name. */
export function languageOf(name: string | null): string | null {
  if (name === null) return null;
  const asked = name.toLowerCase();
  const known = Object.hasOwn(OTHER_NAMES, asked) ? OTHER_NAMES[asked]! : asked;
  return KNOWN.has(known) ? known : null;
}

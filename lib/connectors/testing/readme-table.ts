import { format, resolveConfig } from 'prettier';
import type { Connector } from '@/lib/connectors/kit';

/** Where the table is kept, and the lines it stands between. */
export const README = 'README.md';
const BEGIN = '<!-- connectors: written by npm run docs -->';
const END = '<!-- /connectors -->';

const SIGN_IN: Record<Connector['auth']['method'], string> = {
  oauth: 'consent',
  api_key: 'a key',
  handle: 'a public name',
  webhook: 'an address of its own',
};

/**
 * The README with its table of what can be connected, from what the connectors declare. Throws when
 * the lines are missing that the table stands between.
 */
export async function withTable(readme: string, connectors: readonly Connector[]): Promise<string> {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${README} has no place for the table`);
  const table = [
    '| Connector | What comes in | Connected by |',
    '| --- | --- | --- |',
    ...rowsOf(connectors),
  ].join('\n');
  const text = `${readme.slice(0, begin)}${BEGIN}\n\n${table}\n\n${readme.slice(end)}`;
  const config = await resolveConfig(README, { editorconfig: false });
  return format(text, { ...config, filepath: README });
}

const rowsOf = (connectors: readonly Connector[]): string[] =>
  connectors
    .filter(({ puller }) => puller.status === 'live')
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
    .map(({ name, streams, auth, ownership }) => {
      const of = ownership === 'personal' ? ' of one’s own account' : '';
      const labels = streams.map(({ label }) => label).join(', ');
      return `| ${name} | ${labels} | ${SIGN_IN[auth.method]}${of} |`;
    });

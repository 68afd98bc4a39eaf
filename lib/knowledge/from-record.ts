import { findConnector } from '@/lib/catalog/service';
import { at, text } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import type { KnowledgeCategory } from '@/lib/contract/knowledge';
import type { Content } from '@/lib/knowledge/content';

/** A record as it is stored, in the words of its entity. */
export interface Source {
  connector_type: string;
  entity: string;
  record_id: string;
  canonical: Json;
}

/** The entities whose records are documents. */
export const KNOWN_ENTITIES = ['documents', 'tickets'] as const;

/**
 * Pure: what a record says as a document; null when it says nothing: it has no canonical form, or
 * nothing is written in it.
 */
export function documentOf(
  source: Source,
): (Omit<Content, 'tags'> & { category: KnowledgeCategory }) | null {
  const { entity, canonical, record_id } = source;
  if (canonical === null || typeof canonical !== 'object') return null;
  if (entity === 'tickets') {
    const subject = text(canonical, 'subject');
    if (subject === null) return null;
    const said = [
      ['Status', text(canonical, 'status')],
      ['Priority', text(canonical, 'priority')],
    ].flatMap(([name, value]) => (value === null ? [] : [`- **${name}:** ${value}`]));
    return {
      category: 'tickets',
      title: subject.slice(0, 500),
      markdown: said.join('\n'),
      url: null,
    };
  }
  const title = text(canonical, 'title');
  const markdown = text(canonical, 'markdown');
  if (title === null && markdown === null) return null;
  return {
    category: findConnector(source.connector_type)?.category === 'calls' ? 'calls' : 'docs',
    title: (title ?? record_id).slice(0, 500),
    markdown: markdown ?? '',
    url: webAddress(at(canonical, 'url')),
  };
}

const webAddress = (value: Json | undefined): string | null =>
  typeof value === 'string' &&
  /^https?:\/\//.test(value) &&
  URL.canParse(value) &&
  value.length <= 2_000
    ? value
    : null;

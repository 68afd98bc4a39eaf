import { text } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

/** HubSpot names what was merged into a contact in one of its properties: "101;102". */
export function mergedIds(record: Json): string[] {
  const ids = text(record, 'properties.hs_merged_object_ids') ?? '';
  return ids.split(';').filter((id) => id !== '');
}

/**
 * Listing and search describe a record with different extras: both are cut to the same form, so
 * that neither looks like a change of the other.
 */
export function sameForm(item: Json): Json {
  if (item === null || typeof item !== 'object' || Array.isArray(item)) return item;
  const { id, properties, createdAt, updatedAt, archived, url } = item;
  return {
    id: id ?? null,
    properties: properties ?? {},
    createdAt: createdAt ?? null,
    updatedAt: updatedAt ?? null,
    archived: archived ?? false,
    url: url ?? null,
  };
}

import { at, BrokenPaging, text } from '@/lib/connectors/kit';
import type { One } from '@/lib/connectors/kit';
import { under, versioned, type Path } from '@/lib/connectors/providers/hubspot/paths';

/**
 * One CRM record, as a batch of one (HubSpot's OpenAPI collection, 2026-08): it answers 207 and
 * names what is not there, where a path of its own would be 404 like a path that does not exist. A
 * record that was merged away is answered as the one it is part of.
 */
export const inBatch = (path: Path, properties: readonly string[]): One => ({
  request: (id) =>
    versioned(under(path, 'batch/read'), {
      method: 'POST',
      json: { inputs: [{ id }], properties: [...properties] },
    }),
  record: ({ body }) => {
    const found = at(body, 'results.0');
    if (found !== undefined && found !== null) return found;
    if (text(body, 'errors.0.category') === 'OBJECT_NOT_FOUND') return null;
    throw new BrokenPaging('HubSpot answered neither a record nor that there is none.');
  },
});

import { describe, expect, it } from 'vitest';
import { allConnectors, catalogEntry, notApproved } from '@/lib/catalog/service';
import { catalogIn } from '@/lib/client/catalog-words';
import german from '@/lib/client/catalog-texts/de.json';

const texts: Record<string, string> = german;
const connectors = allConnectors().map((c) => catalogEntry(c, 'live', () => undefined));

/** What people read of a connector; a name is a name in every language. */
const read = connectors.flatMap((c) => [
  c.description,
  c.role_needed,
  ...c.promises,
  ...c.scopes.map(({ why }) => why),
  ...c.streams.flatMap(({ label, description }) => [label, description]),
  ...[...c.credential_fields, ...c.connect_fields].flatMap((field) => [
    field.label,
    field.help,
    ...field.where_to_find,
  ]),
  ...(c.availability === 'coming_soon' ? [c.availability_reason] : []),
]);
const declared = new Set(read.filter((text): text is string => Boolean(text)));

describe('what connectors say of themselves', () => {
  it('is there in German, and nothing that none says', () => {
    const looked_up = Object.keys(texts).filter((text) => !text.includes('$'));
    expect(looked_up.toSorted()).toEqual([...declared].toSorted());
    expect(Object.values(texts).filter((said) => said.trim() === '')).toEqual([]);
  });

  it('is said in the language asked for', async () => {
    expect(await catalogIn('en', { connectors })).toEqual({ connectors });
    const said = await catalogIn('de', { connectors });
    const pipedrive = said.connectors.find(({ type }) => type === 'pipedrive')!;
    expect(pipedrive.streams.map(({ label }) => label)).toContain('Aktivitäten');
    expect(pipedrive.promises[0]).toMatch(/^Nur Lesezugriff/);
    expect(pipedrive.credential_fields[0]!.where_to_find[0]).toMatch(/^Öffnen Sie Pipedrive/);
  });

  it('says why it cannot be connected, whatever has to be set', async () => {
    const hubspot = connectors.find(({ type }) => type === 'hubspot')!;
    const refused = { ...hubspot, ...notApproved(allConnectors().find((c) => c.type === 'x')!) };
    const said = await catalogIn('de', { connectors: [hubspot, refused] });
    expect(said.connectors.map((c) => c.availability_reason)).toEqual([
      'Setzen Sie HUBSPOT_CLIENT_ID und HUBSPOT_CLIENT_SECRET, um HubSpot zu verbinden.',
      'X ist auf dieser Installation nicht freigegeben. Fragen Sie den Betreiber.',
    ]);
  });

  it('stays English where nobody has said it in German', async () => {
    const added = { ...connectors[0]!, description: 'Made here.', promises: ['Keeps quiet.'] };
    const said = await catalogIn('de', { connectors: [added] });
    expect(said.connectors[0]).toMatchObject({
      description: 'Made here.',
      promises: ['Keeps quiet.'],
    });
  });
});

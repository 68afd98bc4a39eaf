import { describe, expect, it } from 'vitest';
import { allConnectors, availability, catalogEntry, findConnector } from '@/lib/catalog/service';
import { CatalogEntry } from '@/lib/contract/catalog';

const nothing = () => undefined;
const everything = () => 'set';
const of = (type: string) => findConnector(type)!;

describe('catalog', () => {
  it.each(allConnectors().map((c) => [c.type, c] as const))(
    '%s has the form of the contract in both modes',
    (_, connector) => {
      for (const mode of ['live', 'sandbox'] as const)
        expect(CatalogEntry.parse(catalogEntry(connector, mode, nothing))).toEqual(
          catalogEntry(connector, mode, nothing),
        );
    },
  );

  it('finds a connector by type and by alias, in any case', () => {
    expect(findConnector('Twitter')).toBe(findConnector('x'));
    expect(findConnector('nothing')).toBeUndefined();
    // Names every object has are not connectors.
    expect(findConnector('constructor')).toBeUndefined();
  });

  it('says which settings are missing, and only those', () => {
    expect(availability(of('hubspot'), 'live', nothing)).toEqual({
      availability: 'not_configured',
      availability_reason: 'Set HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET to connect HubSpot.',
      configured: false,
      connectable: false,
    });
    expect(
      availability(of('hubspot'), 'live', (_, key) => (key === 'CLIENT_ID' ? 'set' : undefined))
        .availability_reason,
    ).toBe('Set HUBSPOT_CLIENT_SECRET to connect HubSpot.');
    expect(availability(of('x'), 'live', nothing).availability_reason).toBe(
      'Set X_BEARER_TOKEN to connect X.',
    );
    expect(availability(of('hubspot'), 'live', everything)).toEqual({
      availability: 'available',
      availability_reason: null,
      configured: true,
      connectable: true,
    });
  });

  it('needs no settings for API keys, nor for anything in the sandbox', () => {
    expect(availability(of('pipedrive'), 'live', nothing).connectable).toBe(true);
    for (const type of ['hubspot', 'pipedrive', 'x'])
      expect(availability(of(type), 'sandbox', nothing)).toMatchObject({
        configured: true,
        connectable: true,
      });
  });

  it('lists what is planned, and says why it cannot be connected', () => {
    const planned = allConnectors().filter((c) => c.puller.status === 'planned');
    expect(planned.map((c) => c.type)).toContain('circleback');
    for (const c of planned)
      for (const mode of ['live', 'sandbox'] as const)
        expect(catalogEntry(c, mode, everything)).toMatchObject({
          puller_status: 'planned',
          availability: 'coming_soon',
          connectable: false,
          availability_reason: expect.stringMatching(/\w{3,} .+\./),
        });
  });

  it('offers to read every stream, and nothing that is only planned', () => {
    for (const c of allConnectors()) {
      const { tools, streams } = catalogEntry(c, 'live', everything);
      const names = tools.map((tool) => tool.name);
      expect(new Set(names).size, c.type).toBe(names.length);
      for (const { name, description } of tools) {
        expect(name, c.type).toMatch(/^[a-z0-9_-]+$/);
        expect(description, c.type).toMatch(/^[A-Z].+\.$/);
      }
      if (c.puller.status === 'planned') expect(tools).toEqual([]);
      else
        expect(names).toEqual(
          expect.arrayContaining(streams.map((stream) => `list_${stream.name}`)),
        );
    }
    expect(catalogEntry(of('x'), 'live', everything).tools.map((tool) => tool.name)).toContain(
      'resolve_handle',
    );
  });

  it('asks nobody for the platform’s own credential', () => {
    expect(catalogEntry(of('x'), 'live', everything).credential_fields).toEqual([]);
    expect(
      catalogEntry(of('pipedrive'), 'live', everything).credential_fields.map((f) => f.key),
    ).toEqual(['api_key']);
  });
});

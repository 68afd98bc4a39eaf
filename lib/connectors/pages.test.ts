import { describe, expect, test } from 'vitest';
import { allConnectors } from '@/lib/catalog/service';

const ACCOUNT = {
  id: '100001',
  details: {
    ui_domain: 'app-eu1.hubspot.com',
    company_domain: 'acme',
    instance_url: 'https://acme.my.salesforce.com',
  },
};
const page = (type: string, stream: string, record: unknown) =>
  allConnectors().find((c) => c.type === type)!.page_of!(stream, record as never, ACCOUNT);

describe('where a person sees a record at its provider', () => {
  test.each([
    [['hubspot', 'deals', { id: '7' }], 'https://app-eu1.hubspot.com/contacts/100001/record/0-3/7'],
    [['pipedrive', 'persons', { id: 7 }], 'https://acme.pipedrive.com/person/7'],
    [['salesforce', 'accounts', { Id: '001x' }], 'https://acme.my.salesforce.com/001x'],
    [['x', 'posts', { id: '18' }], 'https://x.com/i/web/status/18'],
    [['github', 'issues', { html_url: 'https://github.com/a/b/1' }], 'https://github.com/a/b/1'],
  ] as const)('%j', ([type, stream, record], expected) => {
    expect(page(type, stream, record)).toBe(expected);
  });

  test('what has no page there has none here', () => {
    expect(page('hubspot', 'owners', { id: '7' })).toBeNull();
    expect(page('pipedrive', 'stages', { id: 7 })).toBeNull();
    expect(page('notion', 'documents', {})).toBeNull();
  });

  test('a record of any shape breaks none', () => {
    for (const { streams, page_of } of allConnectors())
      for (const { name } of streams)
        for (const record of [null, 'text', 7, [], {}])
          expect(() => page_of?.(name, record, ACCOUNT)).not.toThrow();
  });
});

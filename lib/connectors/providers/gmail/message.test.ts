import { describe, expect, it } from 'vitest';
import connector from '@/lib/connectors/providers/gmail';
import type { Json } from '@/lib/contract/common';

const encoded = (words: string) => Buffer.from(words, 'utf8').toString('base64url');
const { canonical, transform } = connector.streams.find(({ name }) => name === 'messages')!;

const message: Json = {
  id: '1',
  snippet: 'Grüße',
  internalDate: '1763600000000',
  payload: {
    mimeType: 'multipart/mixed',
    headers: [
      { name: 'FROM', value: 'Ann <ann@example.com>' },
      { name: 'To', value: '"Bo, the second" <bo@example.com>, cy@example.com' },
      { name: 'Subject', value: 'Hello' },
    ],
    parts: [
      {
        mimeType: 'multipart/alternative',
        parts: [
          { mimeType: 'text/html', body: { data: encoded('<p>Grüße</p>') } },
          { mimeType: 'text/plain', body: { data: encoded('Grüße ✓') } },
        ],
      },
      { mimeType: 'application/pdf', filename: 'a.pdf', body: { attachmentId: 'A1', size: 9 } },
    ],
  },
};

describe('a message', () => {
  it('says who wrote what to whom, and when', () => {
    expect(canonical!.map(message)).toEqual({
      from: 'Ann <ann@example.com>',
      to: ['"Bo, the second" <bo@example.com>', 'cy@example.com'],
      subject: 'Hello',
      text: 'Grüße ✓',
      sent_at: '2025-11-20T00:53:20.000Z',
    });
  });

  it('without a text says how it begins, and nothing that is not there', () => {
    expect(canonical!.map({ id: '1', snippet: 'Grüße', payload: {} })).toEqual({
      from: null,
      to: [],
      subject: null,
      text: 'Grüße',
      sent_at: null,
    });
  });

  it('is kept without what differs in every answer', () => {
    const context = { account: { id: '1', details: {} }, config: {} };
    const kept = JSON.stringify(transform!(message, context));
    expect(kept).not.toContain('attachmentId');
    expect(kept).toContain('a.pdf');
  });
});

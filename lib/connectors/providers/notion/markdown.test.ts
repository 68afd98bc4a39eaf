import { describe, expect, it } from 'vitest';
import { markdownOf, type Block } from '@/lib/connectors/providers/notion/markdown';
import type { Json } from '@/lib/contract/common';

const words = (plain_text: string, more: Record<string, Json> = {}): Json[] => [
  { plain_text, ...more },
];
const block = (type: string, content: Record<string, Json>, children: Block[] = []): Block => ({
  block: { type, [type]: content },
  children,
});
const said = (type: string, plain_text: string, children: Block[] = []): Block =>
  block(type, { rich_text: words(plain_text) }, children);

describe('a page as markdown', () => {
  it('keeps headings, lists inside of lists, and what is ticked', () => {
    const list = said('bulleted_list_item', 'one', [
      said('bulleted_list_item', 'under one', [said('numbered_list_item', 'deeper')]),
    ]);
    const blocks = [
      said('heading_1', 'Plan'),
      said('paragraph', 'First this.'),
      list,
      block('to_do', { rich_text: words('two'), checked: true }),
      said('quote', 'Said once.', [said('paragraph', 'And more.')]),
    ];
    expect(markdownOf(blocks)).toBe(
      '# Plan\n\nFirst this.\n\n- one\n  - under one\n    1. deeper\n- [x] two\n\n> Said once.\n\nAnd more.',
    );
  });

  it('writes forms, links, code and tables', () => {
    const cells = (...all: string[]): Block =>
      block('table_row', { cells: all.map((one) => words(one)) });
    const blocks = [
      block('paragraph', {
        rich_text: [
          ...words('bold', { annotations: { bold: true } }),
          ...words(' and '),
          ...words('there', { href: 'https://example.com', annotations: { italic: true } }),
        ],
      }),
      block('code', { rich_text: words('a = 1'), language: 'python' }),
      block('table', {}, [cells('Name', 'Age'), cells('Ada', '36')]),
      block('bookmark', { url: 'https://example.com/b', caption: [] }),
    ];
    expect(markdownOf(blocks)).toBe(
      [
        '**bold** and [*there*](https://example.com)',
        '```python\na = 1\n```',
        '| Name | Age |\n| --- | --- |\n| Ada | 36 |',
        '[https://example.com/b](https://example.com/b)',
      ].join('\n\n'),
    );
  });

  it('writes no address that Notion signs, and takes columns and unknown blocks apart', () => {
    const signed = {
      type: 'file',
      file: { url: 'https://s3.example/x?sig=1', expiry_time: 'soon' },
    };
    const blocks = [
      block('image', { ...signed, caption: words('A chart') }),
      block('column_list', {}, [block('column', {}, [said('paragraph', 'left')])]),
      block('unsupported', {}),
      block('child_page', { title: 'Another page' }),
    ];
    expect(markdownOf(blocks)).toBe('A chart\n\nleft\n\nAnother page');
  });
});

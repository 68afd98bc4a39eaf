import { describe, expect, it } from 'vitest';
import { spoken } from '@/lib/connectors/kit';

const paths = { speaker: 'speaker.name', words: 'text' };
const line = (name: string | null, text: string) => ({ speaker: { name }, text });

describe('a transcript as markdown', () => {
  it('has a paragraph per turn', () => {
    const lines = [line('Ada', 'Hello.'), line('Ada', 'Shall we?'), line('Omar', 'Yes.')];
    expect(spoken(lines, paths)).toBe('**Ada:** Hello. Shall we?\n\n**Omar:** Yes.');
  });

  it('names nobody it does not know', () => {
    expect(spoken([line(null, 'Who is there?')], paths)).toBe('**Unknown speaker:** Who is there?');
  });

  it('is none when nobody spoke', () => {
    expect(spoken([line('Ada', '')], paths)).toBeNull();
  });
});

import { expect, it } from 'vitest';
import { shared } from '@/lib/api/shared';

/** A reading that ends when told to; answers which one it was. */
function readings() {
  const ends: ((error?: Error) => void)[] = [];
  const read = () =>
    new Promise<number>((resolve, reject) => {
      const n = ends.length;
      ends.push((error) => (error ? reject(error) : resolve(n)));
    });
  return { ends, read };
}

it('answers with one reading all who ask while another runs', async () => {
  const { ends, read } = readings();
  const first = shared('a', read);
  const later = [shared('a', read), shared('a', read), shared('a', read)];
  expect(ends).toHaveLength(1);
  ends[0]!();
  expect(await first).toBe(0);
  await expect.poll(() => ends.length).toBe(2);
  ends[1]!();
  expect(await Promise.all(later)).toEqual([1, 1, 1]);
  expect(ends).toHaveLength(2);
});

it('never answers with a reading that began before the question', async () => {
  const { ends, read } = readings();
  const first = shared('a', read);
  const second = shared('a', read);
  ends[0]!();
  await first;
  await expect.poll(() => ends.length).toBe(2);
  // The second reading runs already: it may have seen the state before this question.
  const third = shared('a', read);
  ends[1]!();
  expect(await second).toBe(1);
  await expect.poll(() => ends.length).toBe(3);
  ends[2]!();
  expect(await third).toBe(2);
});

it('keeps apart what is asked differently, and nothing once it is answered', async () => {
  const { ends, read } = readings();
  const both = [shared('a', read), shared('b', read)];
  expect(ends).toHaveLength(2);
  for (const end of ends) end();
  await Promise.all(both);
  const again = shared('a', read);
  expect(ends).toHaveLength(3);
  ends[2]!();
  expect(await again).toBe(2);
});

it('shares a failure with those who waited for it, and with nobody after', async () => {
  const { ends, read } = readings();
  const first = shared('a', read);
  const waiting = [shared('a', read), shared('a', read)];
  ends[0]!(new Error('broken'));
  await expect(first).rejects.toThrow('broken');
  await expect.poll(() => ends.length).toBe(2);
  ends[1]!(new Error('still'));
  for (const one of waiting) await expect(one).rejects.toThrow('still');
  const after = shared('a', read);
  await expect.poll(() => ends.length).toBe(3);
  ends[2]!();
  expect(await after).toBe(2);
});

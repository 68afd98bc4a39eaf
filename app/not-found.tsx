import type { Metadata } from 'next';
import { NothingHere } from '@/components/frame/nothing-here';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main>
      <NothingHere href="/" label="Go to the start" />
    </main>
  );
}

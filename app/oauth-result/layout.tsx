import type { ReactNode } from 'react';
import { WordsOf } from '@/app/i18n/words';

export default function Layout({ children }: { children: ReactNode }) {
  return <WordsOf rooms={['auth']}>{children}</WordsOf>;
}

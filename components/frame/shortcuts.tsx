'use client';
import { useEffect, useState } from 'react';
import { isTaken } from '@/components/connections/row-keys';
import { onPalette } from '@/components/frame/open-palette';
import { whenNeeded } from '@/components/ui/when-needed';

const Palette = whenNeeded(() => import('@/components/frame/palette').then((m) => m.Palette));
const KeysDialog = whenNeeded(() =>
  import('@/components/frame/keys-dialog').then((m) => m.KeysDialog),
);

/** What opens from anywhere: the palette with Ctrl or Cmd and K, the list of keys with a question mark. */
export function Shortcuts() {
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey)) {
        event.preventDefault();
        setOpen((old) => (old === 'palette' ? null : 'palette'));
      } else if (event.key === '?' && !isTaken(event)) {
        event.preventDefault();
        setOpen('keys');
      }
    };
    document.addEventListener('keydown', onKey);
    const forget = onPalette(() => setOpen('palette'));
    return () => {
      document.removeEventListener('keydown', onKey);
      forget();
    };
  }, []);
  const close = () => setOpen(null);
  if (open === 'palette') return <Palette onClose={close} onKeys={() => setOpen('keys')} />;
  return open === 'keys' ? <KeysDialog onClose={close} /> : null;
}

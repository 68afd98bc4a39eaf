'use client';
import { useTranslations } from 'next-intl';
import { Dialog, DialogBody } from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/kbd';
import type { MessageKey } from '@/lib/client/words';

const KEYS: [string[], MessageKey][] = [
  [['/'], 'frame.searchConnections'],
  [['⌘ MessageKey', 'Ctrl MessageKey'], 'frame.goConnectionOrPage'],
  [['j', '↓'], 'frame.nextConnection'],
  [['k', '↑'], 'frame.connectionBefore'],
  [['→', '←'], 'frame.selectBoxButtonMenuConnection'],
  [['Enter'], 'frame.open'],
  [['x'], 'frame.select'],
  [['Esc'], 'frame.selectNoneClose'],
  [['?'], 'frame.thisList'],
];

/** What can be done without a pointer. */
export const KeysDialog = ({ onClose }: { onClose: () => void }) => {
  const t = useTranslations();
  return (
    <Dialog title={t('frame.keyboard')} onClose={onClose}>
      <DialogBody>
        <dl className="divide-line divide-y text-xs">
          {KEYS.map(([keys, does]) => (
            <div key={does} className="flex items-center justify-between gap-4 py-2">
              <dt className="order-2 flex gap-1">
                {keys.map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </dt>
              <dd className="text-muted">{t(does)}</dd>
            </div>
          ))}
        </dl>
      </DialogBody>
    </Dialog>
  );
};

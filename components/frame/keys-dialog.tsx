'use client';
import { Dialog, DialogBody } from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/kbd';

const KEYS: [string[], string][] = [
  [['/'], 'Search connections'],
  [['⌘ K', 'Ctrl K'], 'Go to a connection or a page'],
  [['j', '↓'], 'Next connection'],
  [['k', '↑'], 'Connection before'],
  [['→', '←'], 'Select box, button and menu of a connection'],
  [['Enter'], 'Open it'],
  [['x'], 'Select it'],
  [['Esc'], 'Select none, close'],
  [['?'], 'This list'],
];

/** What can be done without a pointer. */
export const KeysDialog = ({ onClose }: { onClose: () => void }) => (
  <Dialog title="Keyboard" onClose={onClose}>
    <DialogBody>
      <dl className="divide-line divide-y text-xs">
        {KEYS.map(([keys, does]) => (
          <div key={does} className="flex items-center justify-between gap-4 py-2">
            <dt className="order-2 flex gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd className="text-muted">{does}</dd>
          </div>
        ))}
      </dl>
    </DialogBody>
  </Dialog>
);

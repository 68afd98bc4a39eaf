'use client';
import { UsageExample } from '@/components/settings/usage-example';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';

/** The key, for the one time it can be shown. */
export function KeyShown({ apiKey, onClose }: { apiKey: string; onClose: () => void }) {
  return (
    <Dialog
      locked
      wide
      title="Copy the key now"
      description="It is stored as a hash: nobody, not even we, can show it again."
      onClose={onClose}
    >
      <DialogBody className="space-y-4">
        <div className="flex gap-2">
          <Input
            readOnly
            autoFocus
            aria-label="API key"
            value={apiKey}
            onFocus={(e) => e.target.select()}
            className="font-mono"
          />
          <CopyButton text={apiKey} label="Copy the key" className="h-9">
            Copy
          </CopyButton>
        </div>
        <UsageExample apiKey={apiKey} />
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" onClick={onClose}>
          I have copied it
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

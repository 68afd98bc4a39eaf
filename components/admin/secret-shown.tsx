'use client';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import type { Output } from '@/lib/client/call';

/** An endpoint's address and, this once, its secret. */
export function SecretShown({
  made,
  onClose,
}: {
  made: Output<'createConnectorEndpoint'>;
  onClose: () => void;
}) {
  return (
    <Dialog locked wide title={made.endpoint.name} onClose={onClose}>
      <DialogBody className="space-y-4">
        <Copyable label="Address" value={made.endpoint.url} />
        {made.secret ? <Copyable label="Secret" value={made.secret} /> : null}
        {made.verify_token ? <Copyable label="Verify token" value={made.verify_token} /> : null}
        <p className="text-muted text-xs">
          {made.secret
            ? 'Copy it now: it is stored encrypted and not shown again.'
            : 'The secret you gave is stored encrypted.'}
        </p>
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

/** A value to be copied. */
function Copyable({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <p className="mb-1 text-xs font-medium">{label}</p>
      <div className="flex gap-2">
        <Input readOnly aria-label={label} value={value} className="font-mono" />
        <CopyButton text={value} label={`Copy the ${label.toLowerCase()}`} className="h-9">
          Copy
        </CopyButton>
      </div>
    </div>
  );
}

'use client';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import type { Output } from '@/lib/client/call';
import { inSentence } from '@/lib/client/words';

/** An endpoint's address and, this once, its secret. */
export function SecretShown({
  made,
  onClose,
}: {
  made: Output<'createConnectorEndpoint'>;
  onClose: () => void;
}) {
  const t = useTranslations();
  return (
    <Dialog locked wide title={made.endpoint.name} onClose={onClose}>
      <DialogBody className="space-y-4">
        <Copyable label={t('admin.address')} value={made.endpoint.url} />
        {made.secret ? <Copyable label={t('admin.secret')} value={made.secret} /> : null}
        {made.verify_token ? (
          <Copyable label={t('admin.verifyToken')} value={made.verify_token} />
        ) : null}
        <p className="text-muted text-xs">
          {made.secret ? t('admin.copyNowStoredEncryptedNot') : t('admin.theSecretYouGaveStored')}
        </p>
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" onClick={onClose}>
          {t('admin.done')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

/** A value to be copied. */
function Copyable({ label, value }: { label: string; value: string }) {
  const t = useTranslations();
  return (
    <div>
      <p className="mb-1 text-xs font-medium">{label}</p>
      <div className="flex gap-2">
        <Input readOnly aria-label={label} value={value} className="font-mono" />
        <CopyButton
          text={value}
          label={t('admin.copyLabel', { label: inSentence(label, t) })}
          className="h-9"
        >
          {t('admin.copy')}
        </CopyButton>
      </div>
    </div>
  );
}

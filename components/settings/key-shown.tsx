'use client';
import { useTranslations } from 'next-intl';
import { UsageExample } from '@/components/settings/usage-example';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';

/** The key, for the one time it can be shown. */
export function KeyShown({ apiKey, onClose }: { apiKey: string; onClose: () => void }) {
  const t = useTranslations();
  return (
    <Dialog
      locked
      wide
      title={t('settings.copyKeyNow')}
      description={t('settings.itStoredAsHashNobody')}
      onClose={onClose}
    >
      <DialogBody className="space-y-4">
        <div className="flex gap-2">
          <Input
            readOnly
            autoFocus
            aria-label={t('settings.apiKey')}
            value={apiKey}
            onFocus={(e) => e.target.select()}
            className="font-mono"
          />
          <CopyButton text={apiKey} label={t('settings.copyKey')} className="h-9">
            {t('settings.copy')}
          </CopyButton>
        </div>
        <UsageExample apiKey={apiKey} />
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" onClick={onClose}>
          {t('settings.iHaveCopied')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

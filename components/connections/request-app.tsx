'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { whenNeeded } from '@/components/ui/when-needed';

const RequestAppDialog = whenNeeded(() =>
  import('@/components/connections/request-app-dialog').then((m) => m.RequestAppDialog),
);

/** Asks for an app that the catalog does not have; who runs the installation sees it. */
export function RequestApp({ asked }: { asked: string }) {
  const t = useTranslations();
  const [open, setOpen] = useState(false);
  return (
    <div className="text-muted flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
      {t('connections.somethingMissing')}
      <Button size="sm" onClick={() => setOpen(true)}>
        {t('connections.requestApp')}
      </Button>
      {open ? <RequestAppDialog first={asked} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

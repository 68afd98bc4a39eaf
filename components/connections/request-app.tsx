'use client';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '@/components/ui/button';

const RequestAppDialog = dynamic(
  () => import('@/components/connections/request-app-dialog').then((m) => m.RequestAppDialog),
  { ssr: false },
);

/** Asks for an app that the catalog does not have; who runs the installation sees it. */
export function RequestApp({ asked }: { asked: string }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="text-muted flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
      Something missing?
      <Button size="sm" onClick={() => setOpen(true)}>
        Request an app
      </Button>
      {open ? <RequestAppDialog first={asked} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

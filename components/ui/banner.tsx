'use client';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { IconButton } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';

/** The outcome of something the person did elsewhere, until they close it. */
export function Banner({
  tone,
  children,
  onClose,
}: {
  tone: 'ok' | 'bad';
  children: ReactNode;
  onClose: () => void;
}) {
  const t = useTranslations();
  const Icon = tone === 'ok' ? CircleCheck : CircleAlert;
  return (
    <div
      role={tone === 'ok' ? 'status' : 'alert'}
      className={cn(
        'rounded-card flex items-center gap-2.5 py-1.5 pr-1.5 pl-3.5 text-xs',
        tone === 'ok' ? 'bg-ok-soft text-ok-ink' : 'bg-bad-soft text-bad-ink',
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <div className="min-w-0 flex-1 py-1 font-medium">{children}</div>
      <IconButton label={t('ui.dismiss')} onClick={onClose} className="text-current">
        <X aria-hidden className="size-4" />
      </IconButton>
    </div>
  );
}

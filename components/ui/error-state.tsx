'use client';
import { RotateCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { English, Fix } from '@/components/ui/said';
import { explain } from '@/lib/client/problem';

/** What happened, what to do, a way to try again, and the request id to report. */
export function ErrorState({
  error,
  retry,
  title,
  className,
}: {
  error: unknown;
  retry?: () => void;
  title?: string;
  className?: string;
}) {
  const t = useTranslations();
  const { what, more, fix, request_id } = explain(error, t);
  return (
    <div
      role="alert"
      className={cn('flex flex-col items-center px-6 py-12 text-center', className)}
    >
      <p className="text-sm font-semibold">{title ?? t('ui.thisCouldNotLoaded')}</p>
      <p className="text-muted mt-1 max-w-sm text-xs">
        {what} {more ? <English>{more}</English> : null} <Fix of={fix} />
      </p>
      {retry ? (
        <Button
          className="mt-4"
          icon={<RotateCw aria-hidden className="size-3.5" />}
          onClick={retry}
        >
          {t('ui.tryAgain')}
        </Button>
      ) : null}
      {request_id ? (
        <p className="text-muted text-2xs mt-3">
          {t('ui.requestId')} <code className="font-mono select-all">{request_id}</code>
        </p>
      ) : null}
    </div>
  );
}

/** A failed action, inline where it was started. */
export function ProblemNote({ error, className }: { error: unknown; className?: string }) {
  const t = useTranslations();
  if (!error) return null;
  const { what, more, fix, request_id } = explain(error, t);
  return (
    <div
      role="alert"
      className={cn('bg-bad-soft text-bad-ink rounded-control px-3 py-2 text-xs', className)}
    >
      <p className="font-medium">{what}</p>
      {more ? (
        <p className="mt-0.5">
          <English>{more}</English>
        </p>
      ) : null}
      {fix ? (
        <p className="mt-0.5">
          <Fix of={fix} />
        </p>
      ) : null}
      {request_id ? (
        <p className="text-2xs mt-1 opacity-85">
          {t('ui.requestId')} <code className="font-mono select-all">{request_id}</code>
        </p>
      ) : null}
    </div>
  );
}

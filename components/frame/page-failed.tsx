'use client';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { Button } from '@/components/ui/button';

/** A page that could not be drawn: says so, offers another try, and names what to report. */
export function PageFailed({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTranslations();
  useEffect(() => {
    document.title = t('frame.somethingFailedInlet');
  }, [t]);
  return (
    <div
      role="alert"
      className="flex min-h-[60dvh] flex-col items-center justify-center px-6 text-center"
    >
      <h1 className="text-lg tracking-tight">{t('frame.thisPageCouldNotShown')}</h1>
      <p className="text-muted mt-1 max-w-sm text-xs text-pretty">{t('frame.itFailedOnOurSide')}</p>
      <div className="mt-5 flex gap-2">
        <Button onClick={() => window.location.assign('/')}>{t('frame.goStart')}</Button>
        <Button
          variant="primary"
          onClick={() => {
            reset();
            window.location.reload();
          }}
        >
          {t('frame.tryAgain')}
        </Button>
      </div>
      {error.digest ? (
        <p className="text-muted text-2xs mt-4">
          {t('frame.report')} <code className="font-mono select-all">{error.digest}</code>
        </p>
      ) : null}
    </div>
  );
}

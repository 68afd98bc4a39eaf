'use client';
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
  useEffect(() => {
    document.title = 'Something failed · Inlet';
  }, []);
  return (
    <div
      role="alert"
      className="flex min-h-[60dvh] flex-col items-center justify-center px-6 text-center"
    >
      <h1 className="text-lg tracking-tight">This page could not be shown</h1>
      <p className="text-muted mt-1 max-w-sm text-xs text-pretty">
        It failed on our side. Nothing you had is lost. Try again; if it keeps happening, report the
        number below.
      </p>
      <div className="mt-5 flex gap-2">
        <Button onClick={() => window.location.assign('/')}>Go to the start</Button>
        <Button
          variant="primary"
          onClick={() => {
            reset();
            window.location.reload();
          }}
        >
          Try again
        </Button>
      </div>
      {error.digest ? (
        <p className="text-muted text-2xs mt-4">
          Report <code className="font-mono select-all">{error.digest}</code>
        </p>
      ) : null}
    </div>
  );
}

'use client';
import { useEffect } from 'react';
import { Toaster as Sonner, toast } from 'sonner';
import { onMessage, takeMessages } from '@/components/ui/toast';

/** Where short messages appear: bottom right, in our surfaces. */
export function Toaster() {
  useEffect(
    () =>
      onMessage(() => {
        for (const m of takeMessages()) toast[m.kind](m.title, { description: m.description });
      }),
    [],
  );
  return (
    <Sonner
      position="bottom-right"
      gap={8}
      style={{ fontFamily: 'inherit' }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'bg-raised border border-line shadow-float rounded-tile w-(--width) flex items-start gap-2.5 p-3 text-xs',
          title: 'font-medium',
          description: 'text-muted mt-0.5',
          icon: 'mt-px shrink-0 [&>svg]:size-4',
          success: '[&_[data-icon]]:text-ok-ink',
          error: '[&_[data-icon]]:text-bad-ink',
        },
      }}
    />
  );
}

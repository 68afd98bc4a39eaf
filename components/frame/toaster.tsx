'use client';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { Toaster as Sonner, toast } from 'sonner';
import { English, Fix } from '@/components/ui/said';
import { onMessage, takeMessages } from '@/components/ui/toast';
import { explain } from '@/lib/client/problem';

/** Where short messages appear: bottom right, in our surfaces. */
export function Toaster() {
  const t = useTranslations();
  useEffect(
    () =>
      onMessage(() => {
        for (const message of takeMessages()) {
          if (message.kind === 'failure') {
            const { what, more, fix } = explain(message.error, t);
            toast.error(what, {
              description:
                more || fix ? (
                  <>
                    {more ? <English>{more} </English> : null}
                    <Fix of={fix} />
                  </>
                ) : undefined,
            });
          } else toast[message.kind](message.title, { description: message.description });
        }
      }),
    [t],
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

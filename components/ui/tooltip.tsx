'use client';
import * as Radix from 'radix-ui/tooltip';
import type { ReactNode } from 'react';

export const TooltipProvider = Radix.Provider;

/** Words on hover and on focus. The child must take focus for them to reach keyboard users. */
export function Tooltip({ content, children, side = 'top' }: { content: ReactNode; children: ReactNode; side?: 'top' | 'bottom' | 'left' | 'right' }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content side={side} sideOffset={6} collisionPadding={8} className="animate-fade bg-ink text-canvas shadow-float text-2xs z-50 max-w-72 rounded-control px-2.5 py-1.5">
          {content}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

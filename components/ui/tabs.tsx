'use client';
import { cn } from '@/components/ui/cn';
import * as Radix from 'radix-ui/tabs';
import { useEffect, useRef, type ReactNode } from 'react';

/**
 * Tabs of a page. Which one is open lives with the caller, usually in the address. Longer than a
 * screen: the strip in one piece.
 */
export function Tabs<Value extends string>({
  value,
  tabs,
  onChange,
  onNear,
  label,
  children,
}: {
  value: Value;
  tabs: readonly { value: Value; label: string; count?: number }[];
  onChange: (value: Value) => void;
  /** Somebody is about to open it. */
  onNear?: (value: Value) => void;
  label: string;
  children: ReactNode;
}) {
  const list = useRef<HTMLDivElement>(null);
  // On a narrow window the open tab may stand outside the strip.
  useEffect(() => {
    const open = list.current?.querySelector<HTMLElement>('[data-state=active]');
    if (list.current && open)
      list.current.scrollLeft = Math.max(
        0,
        open.offsetLeft +
          open.offsetWidth -
          list.current.offsetLeft -
          list.current.clientWidth +
          12,
      );
  }, [value, tabs.length]);
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as Value)}>
      <Radix.List
        ref={list}
        aria-label={label}
        className="border-line -mx-4 flex gap-1 overflow-x-auto overflow-y-hidden border-b px-3 md:mx-0 md:px-0"
      >
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            onPointerEnter={() => onNear?.(tab.value)}
            className={cn(
              'text-muted hover:text-ink data-[state=active]:text-ink',
              'data-[state=active]:after:bg-accent relative h-10 px-3 text-xs font-medium',
              'whitespace-nowrap transition-colors after:absolute after:inset-x-3 after:-bottom-px',
              'after:h-0.5 focus-visible:outline-offset-[-2px]',
            )}
          >
            {tab.label}
            {tab.count !== undefined ? (
              <>
                {' '}
                <span className="text-muted tabular ml-0.5 font-normal">{tab.count}</span>
              </>
            ) : null}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {children}
    </Radix.Root>
  );
}

export const TabPanel = ({ value, children }: { value: string; children: ReactNode }) => (
  <Radix.Content value={value} className="pt-6 outline-offset-4">
    {children}
  </Radix.Content>
);

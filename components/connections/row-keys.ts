'use client';
import { useEffect, useRef, type FocusEvent, type KeyboardEvent, type RefObject } from 'react';
import type { Selection } from '@/components/connections/use-selection';

/** Whether a key was meant for something else: a text that is written, a menu, a dialog. */
export function isTaken(event: globalThis.KeyboardEvent | KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  return (
    event.metaKey ||
    event.ctrlKey ||
    event.altKey ||
    target.isContentEditable ||
    /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
    document.querySelector('[role=dialog], [role=menu]') !== null
  );
}

/**
 * The keys of a list of rows. Up, down, j and k go from row to row (from anywhere on the page: to the
 * first), left and right to what can be pressed in a row, x selects it, Escape selects none.
 */
export function useRowKeys({
  selection,
  onRow,
}: {
  selection: Selection;
  /** The row that has the focus now. */
  onRow: (id: string) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const latest = useRef(selection);
  useEffect(() => {
    latest.current = selection;
  });
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (isTaken(event) || list.current?.contains(event.target as Node)) return;
      if (event.key !== 'j' && event.key !== 'k') return;
      event.preventDefault();
      linksOf(list)
        .find((link) => link.tabIndex === 0)
        ?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return {
    list,
    onFocus: (event: FocusEvent) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
      if (row?.dataset.row) onRow(row.dataset.row);
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (isTaken(event)) return;
      const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
      if (!row) return;
      const { key } = event;
      const step = STEPS[key];
      if (step !== undefined) {
        const links = linksOf(list);
        const at = links.findIndex((link) => row.contains(link));
        links[at + step]?.focus();
      } else if (key === 'ArrowRight' || key === 'ArrowLeft') inRow(row, event);
      else if (key === 'x' && row.dataset.row) latest.current.toggle(row.dataset.row);
      else if (key === 'Escape' && latest.current.size > 0) latest.current.clear();
      else return;
      event.preventDefault();
    },
  };
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 };

const linksOf = (list: RefObject<HTMLElement | null>): HTMLElement[] => [
  ...(list.current?.querySelectorAll<HTMLElement>('[data-row-link]') ?? []),
];

/** To the next thing that can be pressed in a row; before the first stands its name. */
function inRow(row: HTMLElement, { key, target }: KeyboardEvent): void {
  const stops = [
    ...row.querySelectorAll<HTMLElement>('[data-row-link]'),
    ...row.querySelectorAll<HTMLElement>('[data-row-control]'),
  ];
  stops[stops.indexOf(target as HTMLElement) + (key === 'ArrowRight' ? 1 : -1)]?.focus();
}

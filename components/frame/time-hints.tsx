'use client';
import { useTranslations } from 'next-intl';
import { use, useEffect, useRef, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { Zone } from '@/components/ui/time';
import { formatExact } from '@/lib/client/format';

const HOVER_DELAY_MS = 250;
const LEAVE_DELAY_MS = 120;
const GAP_PX = 6;
const EDGE_PX = 8;
const TIP_HEIGHT_PX = 44;

interface Hint {
  iso: string;
  left: number;
  top: number;
}

/**
 * The exact moment behind every `<time>` of the page, on hover and on keyboard focus. One listener
 * for all of them: a list of hundreds of rows costs nothing. Stays while the pointer is on it,
 * Escape closes it. Longer than a screen: one effect holds all its listeners.
 */
export function TimeHints() {
  const t = useTranslations();
  const zone = use(Zone);
  const [hint, setHint] = useState<Hint | null>(null);
  const tip = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let current: HTMLElement | null = null;
    const hide = () => {
      clearTimeout(timer);
      current?.removeAttribute('aria-describedby');
      current = null;
      setHint(null);
    };
    const show = (element: HTMLTimeElement) => {
      hide();
      current = element;
      element.setAttribute('aria-describedby', 'time-hint');
      const box = element.getBoundingClientRect();
      const above = box.top - TIP_HEIGHT_PX - GAP_PX;
      setHint({
        iso: element.dateTime,
        left: box.left + box.width / 2,
        top: above > EDGE_PX ? above : box.bottom + GAP_PX,
      });
    };
    const timeOf = (target: EventTarget | null) =>
      target instanceof Element ? target.closest<HTMLTimeElement>('time[datetime]') : null;
    const onOver = (event: PointerEvent) => {
      const element = timeOf(event.target);
      if (event.pointerType === 'touch') return;
      if (element === null) {
        if (
          current &&
          !tip.current?.contains(event.target as Node) &&
          document.activeElement !== current
        ) {
          clearTimeout(timer);
          timer = setTimeout(hide, LEAVE_DELAY_MS);
        } else if (!current) clearTimeout(timer);
        else if (tip.current?.contains(event.target as Node)) clearTimeout(timer);
        return;
      }
      clearTimeout(timer);
      if (element !== current) timer = setTimeout(() => show(element), HOVER_DELAY_MS);
    };
    const onFocus = (event: FocusEvent) => {
      const element = timeOf(event.target);
      if (element) show(element);
      else if (current) hide();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide();
    };
    const onMove = () => {
      if (current) hide();
    };
    document.addEventListener('pointerover', onOver);
    document.addEventListener('focusin', onFocus);
    document.addEventListener('keydown', onKey);
    document.addEventListener('scroll', onMove, true);
    return () => {
      hide();
      document.removeEventListener('pointerover', onOver);
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('scroll', onMove, true);
    };
  }, []);

  // Keeps it inside the window once its width is known.
  useEffect(() => {
    const element = tip.current;
    if (!hint || !element) return;
    const half = element.offsetWidth / 2;
    element.style.left = `${Math.min(Math.max(hint.left, half + EDGE_PX), window.innerWidth - half - EDGE_PX)}px`;
  }, [hint]);

  if (!hint) return null;
  const exact = formatExact(hint.iso, zone, t);
  return (
    <div
      ref={tip}
      id="time-hint"
      role="tooltip"
      style={{ left: hint.left, top: hint.top }}
      className={cn(
        'animate-fade bg-ink text-canvas shadow-float text-2xs tabular rounded-control fixed',
        'z-50 -translate-x-1/2 px-2.5 py-1.5 whitespace-nowrap',
      )}
    >
      <span className="block">{exact.local}</span>
      {exact.utc === exact.local ? null : <span className="block opacity-70">{exact.utc}</span>}
    </div>
  );
}

import { cn } from '@/components/ui/cn';

/** A person's initials. Decorative: the name stands beside it. */
export function Avatar({ name, className }: { name: string; className?: string }) {
  const words = name.trim().split(/\s+/);
  const initials =
    `${words[0]?.charAt(0) ?? '?'}${words.length > 1 ? (words.at(-1)?.charAt(0) ?? '') : ''}`.toUpperCase();
  return (
    <span
      aria-hidden
      data-as-it-is
      className={cn(
        'bg-accent-soft text-accent-ink grid size-6 shrink-0 place-items-center rounded-full',
        'text-[10px] leading-none font-semibold',
        className,
      )}
    >
      {initials}
    </span>
  );
}

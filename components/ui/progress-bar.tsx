import { cn } from '@/components/ui/cn';

/** How far something is, 0 to 1; null when nobody knows: then it moves without promising an end. */
export function ProgressBar({
  value,
  label,
  className,
}: {
  value: number | null;
  label: string;
  className?: string;
}) {
  const percent = value === null ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={cn('bg-info-soft h-1.5 overflow-hidden rounded-full', className)}
    >
      {percent === undefined ? (
        <div
          className={cn(
            'animate-slide bg-info h-full w-[30%] rounded-full motion-reduce:w-full',
            'motion-reduce:opacity-40',
          )}
        />
      ) : (
        <div
          className="bg-info h-full w-full origin-left rounded-full transition-transform duration-300"
          style={{ transform: `scaleX(${percent / 100})` }}
        />
      )}
    </div>
  );
}

import { cn } from '@/components/ui/cn';

/** A placeholder of the size of what is coming. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden className={cn('bg-idle-soft block animate-pulse rounded-sm', className)} />
  );
}

/** Rows of a list that is on its way, in the list's own geometry. */
export function SkeletonRows({
  rows,
  label,
  className,
}: {
  rows: number;
  label: string;
  className?: string;
}) {
  return (
    <div role="status" aria-label={label} className={className}>
      {Array.from({ length: rows }, (_, i) => (
        <div
          key={i}
          className="border-line flex h-13 items-center gap-3 border-b px-4 last:border-b-0"
        >
          <Skeleton className="rounded-tile size-8" />
          <div className="flex-1 space-y-1.5">
            <Skeleton className="h-3 w-36 max-w-full" />
            <Skeleton className="h-2.5 w-24 max-w-full" />
          </div>
          <Skeleton className="h-6 w-24 rounded-full" />
          <Skeleton className="h-3 w-20 max-md:hidden" />
        </div>
      ))}
    </div>
  );
}

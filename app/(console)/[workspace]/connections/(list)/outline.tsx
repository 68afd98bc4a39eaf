import { useTranslations } from 'next-intl';
import { Skeleton, SkeletonRows } from '@/components/ui/skeleton';

/** The geometry of what is on its way. */
export function ListOutline() {
  const t = useTranslations();
  return (
    <div className="flex flex-col gap-6">
      <div className="flex items-start justify-between gap-6">
        <div>
          <Skeleton className="h-7 w-36" />
          <Skeleton className="mt-1 h-4 w-72 max-w-full" />
        </div>
        <Skeleton className="rounded-control h-8 w-40" />
      </div>
      <div className="flex flex-col gap-3">
        <div className="flex h-9 items-center gap-1.5 overflow-hidden">
          {[64, 120, 96, 108].map((width) => (
            <span key={width} style={{ width }}>
              <Skeleton className="h-7 rounded-full" />
            </span>
          ))}
        </div>
        <Skeleton className="rounded-control h-8 w-72 max-w-full" />
        <div className="border-line bg-surface rounded-card border">
          <SkeletonRows rows={8} label={t('connections.loadingConnections')} className="md:pt-9" />
        </div>
      </div>
    </div>
  );
}

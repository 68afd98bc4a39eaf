import { useTranslations } from 'next-intl';
import { Skeleton } from '@/components/ui/skeleton';

/** The geometry of what is on its way. */
export function ConnectionOutline() {
  const t = useTranslations();
  return (
    <div
      role="status"
      aria-label={t('connection.loadingConnection')}
      className="flex flex-col gap-6"
    >
      <div className="flex flex-col gap-3">
        <Skeleton className="h-6 w-28" />
        <div className="flex gap-4">
          <Skeleton className="rounded-card size-12" />
          <div className="flex-1">
            <Skeleton className="h-7 w-48" />
            <Skeleton className="mt-1.5 h-6 w-64 max-w-full" />
          </div>
          <Skeleton className="rounded-control h-8 w-28 max-sm:hidden" />
        </div>
      </div>
      <Skeleton className="rounded-card h-24" />
      <Skeleton className="h-10 w-72 max-w-full" />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_320px]">
        <Skeleton className="rounded-card h-44" />
        <Skeleton className="rounded-card h-72" />
      </div>
    </div>
  );
}

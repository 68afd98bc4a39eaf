import { useTranslations } from 'next-intl';
import { Skeleton, SkeletonRows } from '@/components/ui/skeleton';

export default function Loading() {
  const t = useTranslations();
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <div>
        <Skeleton className="h-7 w-32" />
        <Skeleton className="mt-1 h-4 w-80 max-w-full" />
      </div>
      <div className="border-line bg-surface rounded-card border">
        <SkeletonRows rows={8} label={t('admin.loading')} />
      </div>
    </div>
  );
}

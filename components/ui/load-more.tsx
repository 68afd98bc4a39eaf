'use client';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';

/** The way to the next page of a list, while there is one. */
export function LoadMore({
  list,
}: {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}) {
  const t = useTranslations();
  if (!list.hasNextPage) return null;
  return (
    <div className="border-line flex justify-center border-t p-2">
      <Button
        variant="ghost"
        busy={list.isFetchingNextPage}
        onClick={() => void list.fetchNextPage()}
      >
        {t('ui.loadMore')}
      </Button>
    </div>
  );
}

'use client';
import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';

/** So many stand in a row; the rest is a number. */
const IN_A_ROW = 2;

/** Tags, all of them. */
export function TagChips({ tags }: { tags: readonly string[] }) {
  const t = useTranslations();
  return (
    <ul aria-label={t('connections.tags')} className="flex flex-wrap gap-1">
      {tags.map((tag) => (
        <li key={tag} className="min-w-0">
          <Badge className="max-w-full">
            <span className="truncate">{tag}</span>
          </Badge>
        </li>
      ))}
    </ul>
  );
}

/** The first tags of a row, and how many more; nothing where there is no room for them. */
export function RowTags({ tags }: { tags: readonly string[] }) {
  const t = useTranslations();
  if (tags.length === 0) return null;
  const more = tags.length - IN_A_ROW;
  return (
    <span title={tags.join(', ')} className="flex max-w-3/5 shrink-0 gap-1 max-lg:hidden">
      <span className="sr-only">{t('connections.tagged', { tags: tags.join(', ') })}</span>
      {tags.slice(0, IN_A_ROW).map((tag) => (
        <span key={tag} aria-hidden className="flex min-w-0">
          <Badge className="max-w-28 min-w-0">
            <span className="truncate">{tag}</span>
          </Badge>
        </span>
      ))}
      {more > 0 ? (
        <span aria-hidden className="text-muted text-2xs shrink-0 self-center">
          +{more}
        </span>
      ) : null}
    </span>
  );
}

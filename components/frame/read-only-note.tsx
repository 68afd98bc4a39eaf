'use client';
import { Eye } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useSession } from '@/components/hooks/use-workspace';

/** Says, above what may only be looked at, why its buttons are off and who can change that. */
export function ReadOnlyNote() {
  const t = useTranslations();
  if (useSession().access.connections !== 'read') return null;
  return (
    <p
      role="note"
      className="bg-idle-soft text-idle-ink rounded-card mb-5 flex items-start gap-2.5 px-3.5 py-2.5 text-xs"
    >
      <Eye aria-hidden className="mt-px size-4 shrink-0" />
      {t('frame.youCanLookAtConnections')}
    </p>
  );
}

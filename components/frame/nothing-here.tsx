import { useTranslations } from 'next-intl';
import { ButtonLink } from '@/components/ui/button';

/** The same words whether it never was, is gone, or is somebody else's. */
export function NothingHere({ href, label }: { href: string; label: string }) {
  const t = useTranslations();
  return (
    <div className="flex min-h-[60dvh] flex-col items-center justify-center px-6 text-center">
      <p className="text-muted tabular text-xs">404</p>
      <h1 className="mt-1 text-lg tracking-tight">{t('frame.thereNothingHere')}</h1>
      <p className="text-muted mt-1 max-w-sm text-xs text-pretty">
        {t('frame.itMayHaveBeenRemoved')}
      </p>
      <ButtonLink href={href} variant="primary" className="mt-5">
        {label}
      </ButtonLink>
    </div>
  );
}

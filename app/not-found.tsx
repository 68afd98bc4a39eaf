import { useTranslations } from 'next-intl';
import { titled } from '@/app/i18n/titled';
import { NothingHere } from '@/components/frame/nothing-here';

export const generateMetadata = titled('frame.notFound');

export default function NotFound() {
  const t = useTranslations();
  return (
    <main>
      <NothingHere href="/" label={t('frame.goStart')} />
    </main>
  );
}

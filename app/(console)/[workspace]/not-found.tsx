import { useTranslations } from 'next-intl';
import { NothingHere } from '@/components/frame/nothing-here';

export default function NotFound() {
  const t = useTranslations();
  return <NothingHere href="/" label={t('frame.goFirstPage')} />;
}

import { titled } from '@/app/i18n/titled';
import { WordsOf } from '@/app/i18n/words';
import { GeneralPage } from '@/components/settings/general-page';

export const generateMetadata = titled('settings.general');

export default function Page() {
  return (
    <WordsOf rooms={['settings']}>
      <GeneralPage />
    </WordsOf>
  );
}

import { titled } from '@/app/i18n/titled';
import { GeneralPage } from '@/components/settings/general-page';

export const generateMetadata = titled('settings.general');

export default function Page() {
  return <GeneralPage />;
}

import { titled } from '@/app/i18n/titled';
import { WordsOf } from '@/app/i18n/words';
import { AuditPage } from '@/components/settings/audit-page';

export const generateMetadata = titled('settings.auditLog');

export default function Page() {
  return (
    <WordsOf rooms={['settings']}>
      <AuditPage />
    </WordsOf>
  );
}

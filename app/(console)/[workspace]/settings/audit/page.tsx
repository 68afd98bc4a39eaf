import { titled } from '@/app/i18n/titled';
import { AuditPage } from '@/components/settings/audit-page';

export const generateMetadata = titled('settings.auditLog');

export default function Page() {
  return <AuditPage />;
}

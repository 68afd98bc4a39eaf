import type { MessageKey } from '@/lib/client/words';
import type { AppId, SurfaceId } from '@/lib/contract/surfaces';

interface Named {
  name: MessageKey;
  about: MessageKey;
}

/** What the surfaces are called that a workspace opens and closes. */
export const SURFACE_WORDS: Record<SurfaceId, Named> = {
  connections: { name: 'settings.surfaceConnections', about: 'settings.surfaceConnectionsAbout' },
  personal_records: {
    name: 'settings.surfacePersonalRecords',
    about: 'settings.surfacePersonalRecordsAbout',
  },
};

/** What the apps are called that a workspace turns on and off. */
export const APP_WORDS: Record<AppId, Named> = {
  connections: { name: 'settings.appConnections', about: 'settings.appConnectionsAbout' },
};

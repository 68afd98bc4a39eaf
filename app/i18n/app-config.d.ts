import type { Catalog } from '@/app/i18n/catalog';

declare module 'next-intl' {
  interface AppConfig {
    Messages: Catalog;
  }
}

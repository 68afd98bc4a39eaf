import type { IncidentKind, Step } from '@/lib/contract/notifications';

/** A note in words. */
export interface Said {
  title: string;
  detail: string;
}

/** What a language says; it goes out of the house, so it stands apart from the console's messages. */
export interface Words {
  began: Record<IncidentKind, (app: string) => { is: string; still: string; detail: string }>;
  since: Record<Exclude<Step, 'opened' | 'recovered'>, (detail: string) => string>;
  recovered: (name: string, app: string) => Said;
  /** An app somebody waited for can be connected. */
  available: (app: string) => Said;
  /** A workspace asks for an app; `listed`: the catalog has it already. */
  requested: (workspace: string, app: string, listed: boolean) => Said;
  /** Of an e-mail. */
  subject: (notes: number, workspace: string) => string;
  because: (workspace: string) => string;
  choose: (href: string) => string;
}

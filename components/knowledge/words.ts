import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  Hand,
  TriangleAlert,
  Trash2,
} from 'lucide-react';
import type { Pill } from '@/components/ui/status-pill';
import type { ComponentProps } from 'react';
import type { Input } from '@/lib/client/call';
import type { PAGE_STATES } from '@/lib/contract/state';

export type PageState = (typeof PAGE_STATES)[number];
type Settings = Input<'setKnowledgeSync'>;
type Sign = ComponentProps<typeof Pill>['sign'];

export const CATEGORY_WORDS: Record<Settings['selection']['categories'][number], [string, string]> =
  {
    docs: ['Documents', 'Pages and files that were synced'],
    calls: ['Calls', 'Notes, summaries and transcripts'],
    tickets: ['Tickets', 'Subject, status and priority'],
    written: ['Written through the API', 'What your own programs put here'],
  };

export const POLICY_WORDS: Record<NonNullable<Settings['policy']>, [string, string]> = {
  mirror: [
    'Mirror',
    'Pages are made, changed, and put into the trash when their document is gone.',
  ],
  create_and_update: ['Create and update', 'Pages are made and changed. None is put away.'],
  append_only: ['Append only', 'Pages are made, and never touched again.'],
};

export const RULE_WORDS: Record<NonNullable<Settings['conflicts']>, [string, string]> = {
  skip_and_report: ['Leave it, and tell us', 'You decide page by page.'],
  keep_remote_edits: ['Keep what was edited', 'That page is no longer changed from here.'],
  overwrite: ['Write over it', 'The page is made as its document is.'],
};

export const PAGE_SIGNS: Record<PageState, Sign> = {
  creating: { word: 'Being made', tone: 'idle', icon: CircleDashed },
  writing: { word: 'Being written', tone: 'idle', icon: CircleDashed },
  written: { word: 'Written', tone: 'ok', icon: CircleCheck },
  kept: { word: 'Edited, kept', tone: 'idle', icon: Hand },
  conflict: { word: 'Edited in Notion', tone: 'warn', icon: TriangleAlert },
  archived: { word: 'In the trash', tone: 'idle', icon: CircleSlash },
  gone: { word: 'Deleted in Notion', tone: 'warn', icon: Trash2 },
  left: { word: 'Left deleted', tone: 'idle', icon: CircleSlash },
  failed: { word: 'Refused', tone: 'bad', icon: CircleAlert },
};

/** What can be said about a page: write it as the document is, or leave it as it is in Notion. */
export const ANSWERS: Partial<Record<PageState, { write: string; leave?: string }>> = {
  conflict: { write: 'Write over it', leave: 'Keep the edit' },
  kept: { write: 'Write over it' },
  gone: { write: 'Write it again', leave: 'Leave it deleted' },
  left: { write: 'Write it again' },
  failed: { write: 'Try again' },
  creating: { write: 'Try again' },
  writing: { write: 'Try again' },
};

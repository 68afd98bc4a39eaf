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
import type { MessageKey } from '@/lib/client/words';
import type { PAGE_STATES } from '@/lib/contract/state';

export type PageState = (typeof PAGE_STATES)[number];
type Settings = Input<'setKnowledgeSync'>;
type Sign = ComponentProps<typeof Pill>['sign'];

export const CATEGORY_WORDS: Record<
  Settings['selection']['categories'][number],
  [MessageKey, MessageKey]
> = {
  docs: ['knowledge.documents', 'knowledge.pagesFilesWereSynced'],
  calls: ['knowledge.calls', 'knowledge.notesSummariesTranscripts'],
  tickets: ['knowledge.tickets', 'knowledge.subjectStatusPriority'],
  written: ['knowledge.writtenThroughApi', 'knowledge.whatYourOwnProgramsPut'],
};

export const POLICY_WORDS: Record<NonNullable<Settings['policy']>, [MessageKey, MessageKey]> = {
  mirror: ['knowledge.mirror', 'knowledge.pagesMadeChangedPutInto'],
  create_and_update: ['knowledge.createUpdate', 'knowledge.pagesMadeChangedNonePut'],
  append_only: ['knowledge.appendOnly', 'knowledge.pagesMadeNeverTouchedAgain'],
};

export const RULE_WORDS: Record<NonNullable<Settings['conflicts']>, [MessageKey, MessageKey]> = {
  skip_and_report: ['knowledge.leaveTellUs', 'knowledge.youDecidePageByPage'],
  keep_remote_edits: ['knowledge.keepWhatWasEdited', 'knowledge.thatPageNoLongerChanged'],
  overwrite: ['knowledge.writeOver', 'knowledge.thePageMadeAsIts'],
};

export const PAGE_SIGNS: Record<PageState, Sign> = {
  creating: { word: 'knowledge.beingMade', tone: 'idle', icon: CircleDashed },
  writing: { word: 'knowledge.beingWritten', tone: 'idle', icon: CircleDashed },
  written: { word: 'knowledge.written', tone: 'ok', icon: CircleCheck },
  kept: { word: 'knowledge.editedKept', tone: 'idle', icon: Hand },
  conflict: { word: 'knowledge.editedNotion', tone: 'warn', icon: TriangleAlert },
  archived: { word: 'knowledge.inTrash', tone: 'idle', icon: CircleSlash },
  gone: { word: 'knowledge.deletedNotion', tone: 'warn', icon: Trash2 },
  left: { word: 'knowledge.leftDeleted', tone: 'idle', icon: CircleSlash },
  failed: { word: 'knowledge.refused', tone: 'bad', icon: CircleAlert },
};

/** What can be said about a page: write it as the document is, or leave it as it is in Notion. */
export const ANSWERS: Partial<Record<PageState, { write: MessageKey; leave?: MessageKey }>> = {
  conflict: { write: 'knowledge.writeOver', leave: 'knowledge.keepEdit' },
  kept: { write: 'knowledge.writeOver' },
  gone: { write: 'knowledge.writeAgain', leave: 'knowledge.leaveDeleted' },
  left: { write: 'knowledge.writeAgain' },
  failed: { write: 'knowledge.tryAgain' },
  creating: { write: 'knowledge.tryAgain' },
  writing: { write: 'knowledge.tryAgain' },
};

/** The door of the mirror room: what a workspace knows, written into a place outside. */
export { answerMirroredPage, listKnowledgeRuns, listMirroredPages } from '@/lib/mirror/pages';
export { listKnowledgeParents } from '@/lib/mirror/parents';
export { writeKnowledge } from '@/lib/mirror/run';
export {
  confirmArchiving,
  getKnowledgeSync,
  makeDatabaseAgain,
  previewKnowledge,
  setKnowledgeSync,
} from '@/lib/mirror/settings';

/** The door of the knowledge room: what a workspace knows, as markdown documents. */
export {
  deleteDocument,
  getDocument,
  listDocuments,
  putDocument,
  tagDocument,
} from '@/lib/knowledge/documents';
export { followAll, followRecords } from '@/lib/knowledge/follow';

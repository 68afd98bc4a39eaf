/** A record ready to be written: `text` is its JSON, `hash` a digest of that text. */
export interface Row {
  id: string;
  text: string;
  hash: string;
  /** The record of the parent stream it belongs to. */
  parent?: string;
  /** In the words of its entity, as JSON; null when the mapping has no form for it. */
  canonical?: { text: string | null; version: number };
  /** When the provider says it changed, epoch milliseconds. */
  changed_ms?: number;
  deleted?: boolean;
  /** Of a deleted one: the record it was merged into. */
  merged_into?: string;
}

export interface WriteTarget {
  workspace_id: string;
  connection_id: string;
  stream: string;
  entity: string;
}

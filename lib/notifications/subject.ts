import type { NotificationKind, Step } from '@/lib/contract/notifications';
import { part } from '@/lib/platform/sql';

/** What something that is told is about: the trouble of a connection, or an app that is asked for. */
export interface Subject {
  kind: NotificationKind;
  step: Step;
  /** Null where it is about an app. */
  connection_id: string | null;
  connection_name: string | null;
  connector_type: string | null;
  /** Null where it is about a connection. */
  app_name: string | null;
  wanted: string | null;
  is_type: boolean | null;
  /** The workspace that asks. */
  asked_in: string | null;
}

/** The columns of a Subject, of a row `n` that is told; beside ABOUT_JOINS. */
export const ABOUT = part`
  n.step, COALESCE(i.kind, w.kind) AS kind, c.id AS connection_id, c.name AS connection_name,
  c.connector_type, w.name AS app_name, w.wanted, w.is_type, a.name AS asked_in`;
export const ABOUT_JOINS = part`
  LEFT JOIN incidents i ON i.workspace_id = n.workspace_id AND i.id = n.incident_id
  LEFT JOIN connections c ON c.workspace_id = i.workspace_id AND c.id = i.connection_id
  LEFT JOIN wish_news w ON w.workspace_id = n.workspace_id AND w.id = n.wish_id
  LEFT JOIN workspaces a ON a.id = w.asked_in`;

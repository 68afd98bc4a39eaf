import admin from './admin.json';
import auth from './auth.json';
import connection from './connection.json';
import connections from './connections.json';
import frame from './frame.json';
import freshness from './freshness.json';
import knowledge from './knowledge.json';
import notifications from './notifications.json';
import settings from './settings.json';
import social from './social.json';
import ui from './ui.json';
import words from './words.json';

/** What the console says, by room. */
export default {
  admin,
  auth,
  connection,
  connections,
  frame,
  freshness,
  knowledge,
  notifications,
  settings,
  social,
  ui,
  words,
};

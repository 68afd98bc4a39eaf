import admin from './admin.json';
import auth from './auth.json';
import callbacks from './callbacks.json';
import causes from './causes.json';
import connection from './connection.json';
import connections from './connections.json';
import fixes from './fixes.json';
import frame from './frame.json';
import freshness from './freshness.json';
import knowledge from './knowledge.json';
import notifications from './notifications.json';
import problems from './problems.json';
import settings from './settings.json';
import social from './social.json';
import ui from './ui.json';
import words from './words.json';

/** What the console says, by room. */
export default {
  admin,
  auth,
  callbacks,
  causes,
  connection,
  connections,
  fixes,
  frame,
  freshness,
  knowledge,
  notifications,
  problems,
  settings,
  social,
  ui,
  words,
};

/** The door of the notifications room: who is told of the trouble of a connection, when and how. */
export { getChatHook, removeChatHook, setChatHook } from '@/lib/notifications/chat';
export {
  getNotificationPreferences,
  listNotifications,
  readNotifications,
  setNotificationPreferences,
} from '@/lib/notifications/inbox';
export { keepTelling } from '@/lib/notifications/watch';

import type { Telling } from '@/lib/sandbox/kit/telling';

/** Telegram's updates (Bot API 10.1): the secret token in a header. */
export const telegram: Telling = {
  tell: ({ secret }, { item, what }) =>
    what === 'deleted'
      ? null
      : {
          headers: { 'x-telegram-bot-api-secret-token': secret },
          body: JSON.stringify({
            update_id: 10_000 + item.n * 10 + item.rev,
            [what === 'created' ? 'message' : 'edited_message']: {
              message_id: item.n + 1,
              date: Math.floor(item.created / 1_000),
              chat: { id: 1, type: 'private' },
              text: 'Hello from the sandbox',
            },
          }),
        },
};

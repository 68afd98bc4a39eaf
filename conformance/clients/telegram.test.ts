import { Api } from 'grammy';
import { describe, expect, it } from 'vitest';
import { fault } from '../sandbox.ts';

const TOKEN = '110201543:AAHsandbox-acme-bot-0001';
/** The client's own fetch knows no proxy, and its signals are not the platform's. */
const viaDoorway = (url: string, { signal: _, ...init }: RequestInit) => fetch(url, init);
const telegram = (token: string) => new Api(token, { fetch: viaDoorway as never });

describe('grammy', () => {
  it('learns who the bot is, and sets its webhook', async () => {
    expect(await telegram(TOKEN).getMe()).toMatchObject({ is_bot: true });
    const url = 'https://localhost/api/v1/connectors/webhooks/telegram/1';
    expect(await telegram(TOKEN).setWebhook(url, { secret_token: 'a-secret_1' })).toBe(true);
    expect(await telegram(TOKEN).getWebhookInfo()).toMatchObject({ url });
  });

  it('is told of a token nobody knows, of an address that is none, and of a limit', async () => {
    await expect(telegram('1:nobody').getMe()).rejects.toMatchObject({ error_code: 401 });
    await expect(
      telegram(TOKEN).setWebhook('https://localhost', { secret_token: 'not a token' }),
    ).rejects.toMatchObject({ error_code: 400 });
    await fault({ provider: 'telegram', kind: '429', times: 1, retry_after: 3 });
    await expect(telegram(TOKEN).getMe()).rejects.toMatchObject({ error_code: 429 });
  });
});

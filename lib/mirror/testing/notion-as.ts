import { at, listAt, text } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import type { Block } from '@/lib/mirror/notion/block';
import type { Sandbox } from '@/lib/sandbox/sandbox';

const REDIRECT = 'http://localhost:3000/api/oauth/callback/notion-knowledge';
const HOST = 'http://sandbox/api.notion.com/v1';

/** Notion as one of those sees it who may look into the account: the app, or a person. */
export interface Notion {
  /** Throws on an answer that is not good. */
  call: (method: string, path: string, json?: Json) => Promise<Json>;
  /** The blocks right inside a page or block. */
  children: (id: string) => Promise<Json[]>;
  /** Every block of a page, with those inside. */
  blocks: (id: string) => Promise<Block[]>;
}

/** Signs in to an account of the sandbox's Notion; as a person, what is written is by hand. */
export async function notionAs(
  sandbox: Sandbox,
  account: string,
  who: 'app' | 'person',
): Promise<Notion> {
  const consent = await sandbox.fetch(
    new Request(`${HOST}/oauth/authorize`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: 'sandbox',
        redirect_uri: REDIRECT,
        other_account: account,
        decision: 'allow',
        scope: who === 'person' ? 'as_person' : '',
      }),
    }),
  );
  const code = new URL(consent.headers.get('location')!).searchParams.get('code')!;
  const answer = await sandbox.fetch(
    new Request(`${HOST}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('sandbox:sandbox')}` },
      body: JSON.stringify({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT }),
    }),
  );
  const { access_token } = (await answer.json()) as { access_token: string };
  const call: Notion['call'] = async (method, path, json) => {
    const response = await sandbox.fetch(
      new Request(`${HOST}/${path}`, {
        method,
        headers: { authorization: `Bearer ${access_token}`, 'notion-version': '2026-03-11' },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      }),
    );
    const body = (await response.json()) as Json;
    if (response.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(body)}`);
    return body;
  };
  const children = async (id: string): Promise<Json[]> => {
    const found: Json[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const from: string = cursor === '' ? '' : `&start_cursor=${cursor}`;
      const page: Json = await call('GET', `blocks/${id}/children?page_size=100${from}`);
      found.push(...listAt(page, 'results'));
      cursor = text(page, 'next_cursor');
    }
    return found;
  };
  const blocks = async (id: string): Promise<Block[]> => {
    const found: Block[] = [];
    for (const one of await children(id)) found.push(await read(one));
    return found;
  };
  const read = async (block: Json): Promise<Block> => {
    const type = text(block, 'type') ?? '';
    const inside = at(block, 'has_children') === true ? await blocks(text(block, 'id') ?? '') : [];
    return { type, content: at(block, type) as Block['content'], children: inside };
  };
  return { call, children, blocks };
}

/** A page of the account under which a database can be made. */
export async function parentPage(notion: Notion): Promise<{ id: string; title: string }> {
  const found = await notion.call('POST', 'search', {
    filter: { property: 'object', value: 'page' },
  });
  const page = listAt(found, 'results').find((one) => text(one, 'parent.type') === 'workspace');
  return { id: text(page, 'id') ?? '', title: 'A page' };
}

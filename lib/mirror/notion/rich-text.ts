import type { Json } from '@/lib/contract/common';
import type { PhrasingContent } from 'mdast';

/** Text of one form, as Notion takes it. */
export interface Run {
  type: 'text';
  text: { content: string; link?: { url: string } };
  annotations?: { bold?: true; italic?: true; strikethrough?: true; code?: true };
}

/** Notion's limits (developers.notion.com/reference/request-limits), in UTF-16 units. */
export const MOST_TEXT = 2_000;
const MOST_URL = 2_000;
/** Runs of one block, and how many bytes they may have together: well under a request's 500 KB. */
const MOST_RUNS = 100;
const MOST_BYTES = 150_000;

type Form = Omit<Run, 'type' | 'text'> & { url?: string };
/** The addresses that links by reference mean. */
export type Addresses = ReadonlyMap<string, string>;

/** What stands in a line of markdown, as runs; each is as short as Notion wants it. */
export function runsOf(nodes: readonly PhrasingContent[], addresses: Addresses): Run[] {
  const found: Run[] = [];
  for (const node of nodes) collect(node, {}, addresses, found);
  return joined(found).flatMap(shortened);
}

/** Plain text as runs. */
export const plainRuns = (content: string): Run[] =>
  content === '' ? [] : shortened({ type: 'text', text: { content } });

function collect(node: PhrasingContent, form: Form, addresses: Addresses, found: Run[]): void {
  const inside = (children: readonly PhrasingContent[], more: Form) => {
    for (const child of children) collect(child, merged(form, more), addresses, found);
  };
  switch (node.type) {
    case 'text':
      return void found.push(run(node.value, form));
    case 'inlineCode':
      return void found.push(run(node.value, merged(form, { annotations: { code: true } })));
    case 'break':
      return void found.push(run('\n', form));
    case 'html':
      return void found.push(run(node.value, form));
    case 'strong':
      return inside(node.children, { annotations: { bold: true } });
    case 'emphasis':
      return inside(node.children, { annotations: { italic: true } });
    case 'delete':
      return inside(node.children, { annotations: { strikethrough: true } });
    case 'link':
      return linked(node.url, () => inside(node.children, { url: node.url }));
    case 'linkReference': {
      const url = addresses.get(node.identifier) ?? '';
      return linked(url, () => inside(node.children, { url }));
    }
    case 'image':
      return linked(node.url, () =>
        found.push(run(node.alt || node.url, { ...form, url: node.url })),
      );
    case 'imageReference': {
      const url = addresses.get(node.identifier) ?? '';
      return linked(url, () => found.push(run(node.alt || url, { ...form, url })));
    }
    case 'footnoteReference':
      return void found.push(run(`[^${node.identifier}]`, form));
  }

  /** An address Notion does not take as a link is told in words. */
  function linked(url: string, show: () => unknown): void {
    show();
    if (!isWebAddress(url) && url !== '') found.push(run(` (${url})`, form));
  }
}

const run = (content: string, { annotations, url }: Form): Run => ({
  type: 'text',
  text: { content, ...(url !== undefined && isWebAddress(url) ? { link: { url } } : {}) },
  ...(annotations ? { annotations } : {}),
});

const merged = (form: Form, more: Form): Form => ({
  ...form,
  ...more,
  ...(form.annotations || more.annotations
    ? { annotations: { ...form.annotations, ...more.annotations } }
    : {}),
});

/** Whether Notion takes it as a link. */
export const isWebAddress = (url: string): boolean =>
  /^(https?|mailto):/i.test(url) && url.length <= MOST_URL && URL.canParse(url);

const formOf = ({ text, annotations }: Run): string =>
  JSON.stringify([text.link?.url, annotations]);

/** Neighbours of one form are one run. */
function joined(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  for (const one of runs) {
    const last = out.at(-1);
    if (one.text.content === '') continue;
    if (last && formOf(last) === formOf(one))
      out[out.length - 1] = {
        ...last,
        text: { ...last.text, content: last.text.content + one.text.content },
      };
    else out.push(one);
  }
  return out;
}

/** The run in pieces that are short enough; no character is cut in two. */
function shortened(one: Run): Run[] {
  const { content } = one.text;
  if (content.length <= MOST_TEXT) return [one];
  const out: Run[] = [];
  for (let from = 0; from < content.length;) {
    let to = Math.min(from + MOST_TEXT, content.length);
    if (to < content.length && isHighSurrogate(content.charCodeAt(to - 1))) to--;
    out.push({ ...one, text: { ...one.text, content: content.slice(from, to) } });
    from = to;
  }
  return out;
}
const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

export const bytesOf = (value: Json | object): number => Buffer.byteLength(JSON.stringify(value));

/** Runs in groups, each small enough for one block. At least one group. */
export function grouped(runs: readonly Run[]): Run[][] {
  const groups: Run[][] = [[]];
  let bytes = 0;
  for (const one of runs) {
    const size = bytesOf(one);
    if (groups.at(-1)!.length === MOST_RUNS || bytes + size > MOST_BYTES) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)!.push(one);
    bytes += size;
  }
  return groups;
}

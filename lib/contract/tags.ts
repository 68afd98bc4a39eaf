import * as z from 'zod';
import { inOneSpelling, LONGEST_TAG, MOST_TAGS, SEEN } from '@/lib/contract/tag';

export const ConnectionTag = z
  .string()
  .trim()
  .regex(SEEN, 'A tag holds no comma, and nothing that cannot be seen.')
  .overwrite(inOneSpelling)
  .min(1)
  .max(LONGEST_TAG);

/** The tags of a connection: each once, in the order of their letters. */
export const ConnectionTags = z
  .array(ConnectionTag)
  .overwrite((tags) => [...new Set(tags)].sort())
  .max(MOST_TAGS);

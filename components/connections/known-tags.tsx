'use client';
import { useKnownTags } from '@/components/hooks/use-known-tags';

/** What a box for a tag offers: those the workspace has already. */
export function KnownTags({ id, except }: { id: string; except: readonly string[] }) {
  const tags = useKnownTags();
  return (
    <datalist id={id}>
      {tags
        .filter((tag) => !except.includes(tag))
        .map((tag) => (
          <option key={tag} value={tag}>
            {tag}
          </option>
        ))}
    </datalist>
  );
}

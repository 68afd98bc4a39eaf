'use client';
import { FlaskConical } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { RemoveTwin } from '@/components/frame/remove-twin';
import { useSession } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';

/** On every page of a sandbox twin: that nothing here is real, the way back, and the way out. */
export function TwinNote() {
  const { workspace } = useSession();
  const [removing, remove] = useState(false);
  const { twin_of: of } = workspace;
  if (!of) return null;
  const may = workspace.role === 'owner' || workspace.role === 'admin';
  return (
    <aside
      aria-label="Sandbox data"
      className={
        'bg-warn-soft text-warn-ink rounded-card mb-5 flex flex-wrap items-center gap-x-3 gap-y-1.5 ' +
        'px-3.5 py-2 text-xs'
      }
    >
      <FlaskConical aria-hidden className="size-4 shrink-0" />
      <p className="min-w-0 flex-1 basis-56 text-pretty">
        Sandbox data: everything here is made up.{' '}
        <Link href={`/${of.slug}/connections`} className="font-medium underline underline-offset-2">
          Back to {of.name}
        </Link>
      </p>
      {may ? (
        <Button size="sm" onClick={() => remove(true)}>
          Remove sandbox
        </Button>
      ) : null}
      {removing ? <RemoveTwin name={workspace.name} onClose={() => remove(false)} /> : null}
    </aside>
  );
}

'use client';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button, ButtonLink } from '@/components/ui/button';
import { DialogBody, DialogFooter } from '@/components/ui/dialog';

/** The account is here already: leads to it instead of making a second one. */
export function AlreadyConnected({
  name,
  existing_id,
  onClose,
}: {
  name: string;
  existing_id: string;
  onClose: () => void;
}) {
  const workspace = useWorkspace();
  return (
    <>
      <DialogBody>
        <p role="status" className="text-xs">
          {name} is already connected to this workspace. Nothing new was made.
        </p>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Close</Button>
        <ButtonLink autoFocus variant="primary" href={`/${workspace}/connections/${existing_id}`}>
          Open the connection
        </ButtonLink>
      </DialogFooter>
    </>
  );
}

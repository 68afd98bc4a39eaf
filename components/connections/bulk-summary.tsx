'use client';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { count } from '@/lib/client/format';

/** What came of doing one thing to many connections. */
export interface Outcome {
  /** "paused". */
  done: string;
  succeeded: number;
  /** It could not be done to them as they are. */
  skipped: number;
  failed: { name: string; why: string }[];
}

/** How many it was done to, how many it did not fit, and which failed, with the reason. */
export function BulkSummary({ outcome, onClose }: { outcome: Outcome; onClose: () => void }) {
  const { done, succeeded, skipped, failed } = outcome;
  return (
    <Dialog title={`${count(succeeded, 'connection')} ${done}`} onClose={onClose}>
      <DialogBody className="space-y-3 text-xs">
        {skipped > 0 ? (
          <p className="text-muted">
            {count(skipped, 'connection')} left as {skipped === 1 ? 'it was' : 'they were'}: it does
            not apply to {skipped === 1 ? 'it' : 'them'}.
          </p>
        ) : null}
        {failed.length > 0 ? (
          <>
            <p className="text-bad-ink font-medium">{count(failed.length, 'connection')} failed:</p>
            <ul className="divide-line border-line max-h-64 divide-y overflow-y-auto border-y">
              {failed.map(({ name, why }) => (
                <li key={name} className="py-2">
                  <span className="font-medium">{name}</span>
                  <span className="text-muted block text-pretty">{why}</span>
                </li>
              ))}
            </ul>
          </>
        ) : null}
        {skipped + failed.length === 0 ? <p className="text-muted">None was left out.</p> : null}
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" autoFocus onClick={onClose}>
          Done
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

import { LoaderCircle } from 'lucide-react';
import { cn } from '@/components/ui/cn';

/** A quiet sign that something is happening; the words beside it say what. */
export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle aria-hidden className={cn('size-3.5 shrink-0 animate-spin', className)} />;
}

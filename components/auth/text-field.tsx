'use client';
import type { ComponentProps, ReactNode } from 'react';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

/** A labelled text box of the account forms. */
export function TextField({
  id,
  label,
  error,
  hint,
  ...input
}: ComponentProps<'input'> & { id: string; label: string; error?: ReactNode; hint?: string }) {
  return (
    <Field id={id} label={label} error={error} hint={hint}>
      {(control) => <Input {...control} maxLength={200} required {...input} />}
    </Field>
  );
}

'use client';
import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, type ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { Field } from '@/components/ui/field';
import { SecretInput } from '@/components/ui/input';
import { MIN_PASSWORD, passwordStrength } from '@/lib/client/password';

const BARS = ['bg-bad', 'bg-warn', 'bg-ok', 'bg-ok'] as const;

/** A new password: shown on request, pasted freely, judged while it is typed. */
export function NewPasswordField({
  label,
  value,
  onChange,
  error,
}: {
  label?: string;
  value: string;
  onChange: (value: string) => void;
  error?: ReactNode;
}) {
  const t = useTranslations();
  const id = useId();
  const name = label ?? t('auth.password');
  const { level, hint, missing } = passwordStrength(value);
  return (
    <Field
      id={`${id}-password`}
      label={name}
      error={error}
      hint={
        <span className="block">
          <span aria-hidden className="mt-0.5 mb-1.5 grid grid-cols-4 gap-1">
            {BARS.map((_, i) => (
              <span
                key={i}
                className={cn(
                  'h-1 rounded-full transition-colors',
                  i < level ? BARS[level - 1] : 'bg-idle-soft',
                )}
              />
            ))}
          </span>
          <span className="flex items-center gap-1">
            {level >= 3 ? <Check aria-hidden className="text-ok-ink size-3.5" /> : null}
            {t(hint, { least: MIN_PASSWORD, missing })}
          </span>
        </span>
      }
    >
      {(control) => (
        <SecretInput
          {...control}
          what={name}
          autoComplete="new-password"
          minLength={MIN_PASSWORD}
          maxLength={200}
          required
          value={value}
          onChange={(e) => onChange(e.target.value)}
        />
      )}
    </Field>
  );
}

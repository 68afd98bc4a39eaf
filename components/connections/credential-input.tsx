'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Field } from '@/components/ui/field';
import { Input, SecretInput } from '@/components/ui/input';
import type { Words } from '@/lib/client/words';
import type { CredentialField } from '@/lib/contract/catalog';

/** One field of a credential, or of what is asked before leaving, judged while it is typed. */
export function CredentialInput({
  field,
  name,
  value,
  autoFocus,
  submitted,
  error,
  onChange,
}: {
  field: CredentialField;
  name: string;
  value: string;
  autoFocus: boolean;
  submitted: boolean;
  error: ReactNode;
  onChange: (value: string) => void;
}) {
  const t = useTranslations();
  const props = {
    name,
    value,
    autoFocus,
    autoComplete: 'off',
    spellCheck: false,
    placeholder: field.placeholder,
    maxLength: 8_192,
    'data-1p-ignore': true,
    'data-lpignore': 'true',
    onChange: (e: { target: { value: string } }) => onChange(e.target.value),
  };
  return (
    <Field
      id={`credential-${field.key}`}
      label={
        <>
          {field.label}
          {field.required ? null : (
            <span className="text-muted font-normal"> {t('connections.optionalField')}</span>
          )}
        </>
      }
      hint={field.help}
      error={faultOf(field, value.trim(), submitted, t) ?? error}
    >
      {(control) =>
        field.secret ? (
          <SecretInput mono what={field.label} {...control} {...props} />
        ) : (
          <Input {...control} {...props} />
        )
      }
    </Field>
  );
}

/**
 * What is wrong with a value, in a sentence. While typing only the format is judged, and only once
 * it could be whole.
 */
function faultOf(
  field: CredentialField,
  value: string,
  submitted: boolean,
  t: Words,
): string | undefined {
  if (value === '')
    return submitted && field.required
      ? t('connections.enterField', { label: field.label })
      : undefined;
  if (!field.pattern) return undefined;
  try {
    const whole = submitted || value.length >= 8;
    if (!whole || new RegExp(field.pattern).test(value)) return undefined;
    const expected = field.placeholder
      ? t('connections.expectedForm', { placeholder: field.placeholder })
      : '';
    return t('connections.thatDoesNotLookLike', { label: field.label, expected });
  } catch {
    return undefined;
  }
}

/**
 * What was entered, without what is empty; null when a field is wrong, which then has the focus.
 */
export function entered(
  fields: readonly CredentialField[],
  values: Readonly<Record<string, string>>,
  t: Words,
): Record<string, string> | null {
  const given = Object.fromEntries(
    fields.map((f) => [f.key, (values[f.key] ?? '').trim()]).filter(([, v]) => v !== ''),
  ) as Record<string, string>;
  const wrong = fields.find((f) => faultOf(f, given[f.key] ?? '', true, t));
  if (!wrong) return given;
  document.getElementById(`credential-${wrong.key}`)?.focus();
  return null;
}

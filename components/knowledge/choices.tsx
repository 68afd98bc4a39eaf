import { useTranslations } from 'next-intl';
import type { MessageKey } from '@/lib/client/words';
/** One of a few ways, each with what it means. */
export function Choices<Value extends string>({
  legend,
  name,
  words,
  value,
  onChange,
}: {
  legend: string;
  name: string;
  words: Record<Value, [MessageKey, MessageKey]>;
  value: Value;
  onChange: (value: Value) => void;
}) {
  const t = useTranslations();
  return (
    <fieldset>
      <legend className="mb-1 text-xs font-medium">{legend}</legend>
      {(Object.entries(words) as [Value, [MessageKey, MessageKey]][]).map(
        ([key, [title, meaning]]) => (
          <label key={key} className="flex cursor-pointer items-start gap-2.5 py-1 text-xs">
            <input
              type="radio"
              name={name}
              value={key}
              checked={key === value}
              onChange={() => onChange(key)}
              className="accent-accent mt-0.5 size-4 shrink-0"
            />
            <span className="font-medium">
              {t(title)}
              <span className="text-muted text-2xs block font-normal">{t(meaning)}</span>
            </span>
          </label>
        ),
      )}
    </fieldset>
  );
}

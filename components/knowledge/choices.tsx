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
  words: Record<Value, [string, string]>;
  value: Value;
  onChange: (value: Value) => void;
}) {
  return (
    <fieldset>
      <legend className="mb-1 text-xs font-medium">{legend}</legend>
      {(Object.entries(words) as [Value, [string, string]][]).map(([key, [title, meaning]]) => (
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
            {title}
            <span className="text-muted text-2xs block font-normal">{meaning}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

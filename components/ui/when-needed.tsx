'use client';
import { useEffect, useState, type ComponentType } from 'react';

type WhenNeeded<Props> = ComponentType<Props> & {
  /** Fetches it ahead, for whoever is about to need it. */
  prefetch: () => void;
};

/**
 * A part that few visits need, fetched when it is drawn for the first time; nothing stands in its
 * place until then. What cannot be fetched is for the error boundary. React's own way shows what was
 * fetched 300 ms later than it could, even when it was fetched ahead.
 */
export function whenNeeded<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): WhenNeeded<Props> {
  let loaded: ComponentType<Props> | undefined;
  const take = async () => {
    loaded ??= await load();
  };
  function WhenNeededPart(props: Props) {
    const [Part, setPart] = useState(() => loaded);
    const [error, setError] = useState<Error>();
    useEffect(() => {
      if (!Part) take().then(() => setPart(() => loaded), setError);
    }, [Part]);
    if (error) throw error;
    return Part ? <Part {...props} /> : null;
  }
  return Object.assign(WhenNeededPart, { prefetch: () => void take().catch(() => undefined) });
}

'use client';
import { useTranslations } from 'next-intl';
import { Fragment, type ReactNode } from 'react';
import { useStreamLabel } from '@/components/hooks/use-stream-label';
import { valuesOf } from '@/lib/client/causes';
import { fieldError, type Explained } from '@/lib/client/problem';
import { isEnglish } from '@/lib/client/words';
import type { Connection } from '@/lib/contract/connections';

/** What the server or a provider said, in English; on a page of another language marked as such. */
export function English({ children }: { children: ReactNode }) {
  const t = useTranslations();
  return isEnglish(t) ? children : <span lang="en">{children}</span>;
}

/** Why a connection is as it is. */
export function Cause({
  connection: c,
}: {
  connection: Pick<Connection, 'health_detail' | 'deletions_held' | 'connector_type'>;
}) {
  const t = useTranslations();
  const labelOf = useStreamLabel(c.connector_type);
  const { cause, causes } = c.health_detail;
  if (isEnglish(t)) return cause;
  return causes.map((one) => (
    <Fragment key={one.code}>
      {one.code === 'told' ? (
        <English>{one.values.text}</English>
      ) : (
        t.rich(`causes.${one.code}`, {
          ...valuesOf(one, c, t, labelOf),
          said: (text) => <English>{text}</English>,
        })
      )}{' '}
    </Fragment>
  ));
}

/** What to do about a failure. */
export const Fix = ({ of }: { of: Explained['fix'] }) =>
  of?.english ? <English>{of.text}</English> : of?.text;

/** What is wrong with one field, when the server named it. */
export function faultAt(error: unknown, path: string): ReactNode {
  const fault = fieldError(error, path);
  return fault === undefined ? undefined : <English>{fault}</English>;
}

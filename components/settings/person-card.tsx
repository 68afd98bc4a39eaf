'use client';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState, useSyncExternalStore, type FormEvent } from 'react';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { ProblemNote } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input, Select } from '@/components/ui/input';
import { faultAt } from '@/components/ui/said';
import { say } from '@/components/ui/toast';
import { call } from '@/lib/client/call';
import { isLanguage, LANGUAGES, type Language } from '@/lib/client/languages';

/** Every zone the browser knows, and UTC. The server may know others: it shows the chosen one alone. */
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
const never = () => () => undefined;
const NONE: string[] = [];

/**
 * How a person is called, and in which zone and language things are shown to them. Longer than a
 * screen: a form of three fields is.
 */
export function PersonCard({
  user,
}: {
  user: { name: string; time_zone: string | null; language: Language | null };
}) {
  const t = useTranslations();
  const router = useRouter();
  const workspace = useWorkspace();
  const [name, setName] = useState(user.name);
  const [zone, setZone] = useState(user.time_zone ?? '');
  const [language, setLanguage] = useState(user.language ?? '');
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({
    busy: false,
    error: null,
  });
  const known = useSyncExternalStore(
    never,
    () => zones,
    () => NONE,
  );
  const same =
    name.trim() === user.name &&
    zone === (user.time_zone ?? '') &&
    language === (user.language ?? '');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setState({ busy: true, error: null });
    try {
      await call(
        'updateProfile',
        {
          name,
          time_zone: zone === '' ? null : zone,
          language: isLanguage(language) ? language : null,
        },
        { workspace },
      );
      // What was read before is kept in the language it was read in.
      if (language !== (user.language ?? '')) return window.location.reload();
      say('success', t('settings.saved'));
      router.refresh();
      setState({ busy: false, error: null });
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return (
    <Card aria-labelledby="person">
      <CardHeader id="person" title={t('settings.you')} />
      <form onSubmit={(e) => void submit(e)} className="flex max-w-sm flex-col gap-4 p-4">
        <Field id="person-name" label={t('settings.yourName')} error={faultAt(state.error, 'name')}>
          {(control) => (
            <Input
              {...control}
              required
              maxLength={120}
              autoComplete="name"
              value={name}
              onChange={(e) => setName(e.target.value)}
            />
          )}
        </Field>
        <Field
          id="person-zone"
          label={t('settings.timeZone')}
          error={faultAt(state.error, 'time_zone')}
          hint={t('settings.ofDatesTimesYouSee')}
        >
          {(control) => (
            <Select {...control} value={zone} onChange={(e) => setZone(e.target.value)}>
              <option value="">{t('settings.thatBrowser')}</option>
              {zone !== '' && !known.includes(zone) ? <option value={zone}>{zone}</option> : null}
              {known.map((one) => (
                <option key={one} value={one}>
                  {one.replaceAll('_', ' ')}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field id="person-language" label={t('settings.language')} hint={t('settings.ofConsole')}>
          {(control) => (
            <Select {...control} value={language} onChange={(e) => setLanguage(e.target.value)}>
              <option value="">{t('settings.thatBrowser')}</option>
              {Object.entries(LANGUAGES).map(([value, name]) => (
                <option key={value} value={value} lang={value}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <ProblemNote error={state.error} />
        <Button
          type="submit"
          variant="primary"
          busy={state.busy}
          disabled={same}
          className="self-start"
        >
          {t('settings.save')}
        </Button>
      </form>
    </Card>
  );
}

import { refusesForm, type Answer, type Forms, type RequestSpec } from '@/lib/connectors/kit';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

/** What another process learned is known here within this time. */
const REMEMBER_MS = 60_000;
const remembered = new Map<string, { form: string | null; until: number }>();

/**
 * Sends a request in the form the provider app accepted last, and in the others when that is
 * refused. Answers the last refusal when none is accepted.
 */
export async function sendInForms(
  app: string,
  forms: Forms,
  send: (spec: RequestSpec) => Promise<Answer>,
): Promise<Answer> {
  const known = await knownForm(app, forms);
  const usual = forms.all.find((form) => form.name === known) ?? forms.all[0]!;
  let answer = await send(usual.spec);
  let asked = usual;
  for (const other of forms.all.filter((form) => form !== usual)) {
    if (!refusesForm(answer, forms, new URL(asked.spec.url).pathname)) return answer;
    asked = other;
    answer = await send(other.spec);
    if (answer.status < 300) await rememberForm(app, forms, other.name);
  }
  return answer;
}

async function knownForm(app: string, { of }: Forms): Promise<string | null> {
  const key = `${app} ${of}`;
  const held = remembered.get(key);
  if (held && performance.now() < held.until) return held.form;
  const { rows } = await db.query<{ form: string }>(
    sql`SELECT form FROM provider_forms WHERE app = ${app} AND of = ${of}`,
  );
  const form = rows[0]?.form ?? null;
  remembered.set(key, { form, until: performance.now() + REMEMBER_MS });
  return form;
}

async function rememberForm(app: string, { of }: Forms, form: string): Promise<void> {
  remembered.set(`${app} ${of}`, { form, until: performance.now() + REMEMBER_MS });
  await db.query(sql`
    INSERT INTO provider_forms AS f (app, of, form)
    VALUES (${app}, ${of}, ${form})
    ON CONFLICT (app, of) DO UPDATE SET form = excluded.form, since = now()
    WHERE f.form <> excluded.form`);
}

export interface AcceptedForm {
  app: string;
  of: string;
  form: string;
  since: Date;
}

/** The forms provider apps accepted last, where that was not the first; for `npm run doctor`. */
export async function acceptedForms(): Promise<AcceptedForm[]> {
  const { rows } = await db.query<AcceptedForm>(sql`
    SELECT app, of, form, since
    FROM provider_forms
    ORDER BY app, of`);
  return rows;
}

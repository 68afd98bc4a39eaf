import type { ErrorRule, Verdict } from '@/lib/connectors/kit/limits';

/** What only people can put right is said in a sentence of its own. */
type Unsaid = Exclude<Verdict, 'config' | 'operator'>;

/** An error rule as it is declared: what it leaves out follows from its connector. */
export type RuleSpec = Omit<ErrorRule, 'then' | 'message' | 'source'> & {
  /** Where this answer has the provider's words, if not where the others have them. */
  says?: string;
  /** That of the connector when absent. */
  source?: string;
} & ({ then: Unsaid; message?: string } | { then: 'config' | 'operator'; message: string });

/** What rules of a connector have in common. */
export interface RulesOf {
  name: string;
  /** What a person gives it, as a word in a sentence. */
  credential: string;
  source: string;
  /** Path of the provider's own words in a body. */
  says: string | undefined;
}

/** What each verdict says of the provider, where the rule has no sentence of its own. */
const SENTENCES: Readonly<Record<Unsaid, string>> = {
  retry: 'is having trouble',
  rate_limited: 'asked us to slow down',
  refresh_token: 'no longer accepts this authorization',
  needs_reauth: 'does not accept this {credential}',
  missing_scope: 'does not allow this',
  empty_page: 'shows nothing here',
  restart_pass: 'no longer knows the page we stood at',
  bookmark_gone: 'no longer knows what changed since the last sync',
  not_ready: 'has not written this down yet',
  gone: 'does not have this any more',
  fail: 'refused the request',
};

/** Where the provider's own words say more than the verdict does. */
const QUOTED: readonly Verdict[] = [
  'retry',
  'refresh_token',
  'needs_reauth',
  'missing_scope',
  'empty_page',
  'fail',
];

/** The rule in full: with its sentence, and where its fact comes from. */
export function completeRule({ says, ...rule }: RuleSpec, of: RulesOf): ErrorRule {
  const message = rule.message ?? sentence(rule.then as Unsaid, says ?? of.says, of);
  return { ...rule, message, source: rule.source ?? of.source };
}

function sentence(
  verdict: Unsaid,
  says: string | undefined,
  { name, credential }: RulesOf,
): string {
  const said = `${name} ${SENTENCES[verdict].replace('{credential}', credential)}`;
  return says !== undefined && QUOTED.includes(verdict) ? `${said}: {${says}}` : `${said}.`;
}

/**
 * A request the provider does not take, told in its own words: those at the path. For providers whose
 * bodies vary, one rule per form.
 */
export const refusal = (says: string): RuleSpec => ({
  when: { status: [400, 404, 405, 422], body: { [says]: /\S/ } },
  then: 'fail',
  says,
});

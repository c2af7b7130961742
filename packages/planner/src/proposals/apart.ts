import { type AccountSnapshot, CUSTOM_ENTITIES, type Decision, type FieldAnswer, normalName, slugOf } from '@cutover/domain';
import { kindOfField } from './custom.ts';

const CUSTOM = /^(person|organization|deal)\.custom\.(.+)$/;

interface Apart {
  readonly answer: FieldAnswer;
  /** Why it got another name; null where it did not. */
  readonly why: string | null;
}

/** The answer with a name that no custom field of another type has in the account: two fields of one name cannot be told apart there. */
function apart(account: AccountSnapshot, answer: FieldAnswer): Apart {
  const [, of, slug = ''] = CUSTOM.exec(answer.target) ?? [];
  const entity = CUSTOM_ENTITIES.find((one) => one === of);
  const { name, type, existing } = answer.as ?? {};
  if (entity === undefined || name === undefined || type === undefined || existing === true) return { answer, why: null };
  const named = (wanted: string) =>
    account.fields.filter((one) => one.custom && one.entity === entity && normalName(one.name) === normalName(wanted));
  const [other] = named(name);
  if (other === undefined || named(name).some((one) => one.type === type)) return { answer, why: null };
  let nth = 2;
  while (named(`${name} (${nth})`).some((one) => one.type !== type)) nth += 1;
  const own = `${name} (${nth})`;
  const target = slug === slugOf(name) ? `${entity}.custom.${slugOf(own)}` : answer.target;
  return {
    answer: { target, as: { ...answer.as, name: own } },
    why: `the account has a field ${other.name} of another type (${other.type}): a ${kindOfField(type)} field needs a name of its own, ${own}`,
  };
}

/** Proposals and alternatives for new custom fields, with names that the account does not have for something else. */
export function namesApart(account: AccountSnapshot, decisions: readonly Decision[]): Decision[] {
  return decisions.map((decision): Decision => {
    if (decision.kind !== 'field') return decision;
    const proposal = decision.proposal === null ? null : apart(account, decision.proposal);
    const evidence = proposal?.why == null ? decision.evidence : [...decision.evidence, proposal.why];
    const alternatives = decision.alternatives.map((answer) => apart(account, answer).answer);
    return { ...decision, proposal: proposal?.answer ?? null, alternatives, evidence };
  });
}

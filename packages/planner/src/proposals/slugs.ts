import { CUSTOM_ENTITIES, type Decision, type FieldAnswer, LABEL_FIELD, normalName, slugOf } from '@cutover/domain';

const CUSTOM = /^(?:person|organization|deal)\.custom\.(.+)$/;
/** Fields that several columns share on purpose. */
const SHARED: ReadonlySet<string> = new Set(['tags', 'private-notes', 'status-history', 'contract-documents']);

/** The name two columns must share to be one field: in any alphabet; signs alone count as they stand. */
function sameAs(name: string): string {
  return normalName(name) || name.trim();
}

/** The slug of a name where slugs are held by names: its own or the first free `-2`, `-3` …; that of the same name is shared. */
export function slugAmong(held: ReadonlyMap<string, string>, name: string): string {
  const base = slugOf(name);
  for (let n = 1; ; n += 1) {
    const slug = n === 1 ? base : `${base}-${n}`;
    const holder = held.get(slug);
    if (holder === undefined || holder === sameAs(name)) return slug;
  }
}

/** `held` for `slugAmong`: by slug, the name. */
export function holdSlug(held: Map<string, string>, slug: string, name: string): void {
  if (!held.has(slug)) held.set(slug, sameAs(name));
}

interface Holder {
  readonly name: string;
  readonly derived: boolean;
  readonly files: Set<string>;
}

function renamed(answer: FieldAnswer, target: string, count: number, clash: boolean): FieldAnswer {
  if (count === 1) return answer;
  const { existing, ...as } = answer.as ?? {};
  // Two fields of one name are told apart by a number; a field of the account is no longer meant then.
  const name = clash && as.name !== undefined ? { name: `${as.name} (${count})` } : {};
  return { target, as: { ...as, ...(existing === undefined || clash ? {} : { existing }), ...name } };
}

/** Gives an answer its slug: two columns of one file are two fields, two files share a field where the columns have one name. */
function claim(answer: FieldAnswer, file: string, holders: Map<string, Holder>): FieldAnswer {
  const base = answer.target;
  const slug = CUSTOM.exec(base)?.[1];
  if (slug === undefined || SHARED.has(slug)) return answer;
  const written = answer.as?.name ?? '';
  const name = sameAs(written);
  const derived = slugOf(written) === slug;
  let clash = false;
  for (let n = 1; ; n += 1) {
    const target = n === 1 ? base : `${base}-${n}`;
    const holder = holders.get(target);
    if (holder === undefined) {
      holders.set(target, { name, derived, files: new Set([file]) });
      return renamed(answer, target, n, clash);
    }
    if (!holder.files.has(file) && (holder.name === name || !derived || !holder.derived)) {
      holder.files.add(file);
      return renamed(answer, target, n, clash);
    }
    clash ||= holder.name === name;
  }
}

/**
 * The slugs of custom fields, over all files of an entity: on a clash the later one gets `-2` (contract §2). Headers in other alphabets all lead
 * to the slug `field`, and are told apart here. Alternatives follow their proposal, and else take a slug that no proposal has.
 */
export function separateSlugs(decisions: readonly Decision[]): Decision[] {
  // A column called Labels is a field of its own: the built-in labels go by that slug.
  const holders = new Map(
    CUSTOM_ENTITIES.map((entity): [string, Holder] => [
      `${entity}.custom.${LABEL_FIELD.slug}`,
      { name: '', derived: true, files: new Set() },
    ]),
  );
  const first = decisions.map((decision): Decision => {
    if (decision.kind !== 'field' || decision.proposal === null || typeof decision.subject.file !== 'string') return decision;
    return { ...decision, proposal: claim(decision.proposal, decision.subject.file, holders) };
  });
  return first.map((decision, place): Decision => {
    const before = decisions[place];
    if (decision.kind !== 'field' || before?.kind !== 'field' || typeof decision.subject.file !== 'string') return decision;
    const { file } = decision.subject;
    const given = new Map<string, FieldAnswer>();
    if (before.proposal !== null && decision.proposal !== null) given.set(before.proposal.target, decision.proposal);
    const alternatives = decision.alternatives.map((answer) => {
      const known = given.get(answer.target);
      if (known !== undefined)
        return known.target === answer.target ? answer : { ...answer, target: known.target, as: nameOf(answer, known) };
      if (slugOf(answer.as?.name ?? '') !== CUSTOM.exec(answer.target)?.[1]) return answer;
      const claimed = claim(answer, file, holders);
      given.set(answer.target, claimed);
      return claimed;
    });
    return { ...decision, alternatives };
  });
}

function nameOf(answer: FieldAnswer, as: FieldAnswer): NonNullable<FieldAnswer['as']> {
  return { ...answer.as, ...(as.as?.name === undefined || answer.as?.existing === true ? {} : { name: as.as.name }) };
}
